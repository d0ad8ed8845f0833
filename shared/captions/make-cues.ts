import type { TimedWord } from '../wire/index.ts'
import { fitsLines, type MeasuredWord, measureWords, setLines, widthOf } from './break-lines.ts'
import type { Cue } from './cue.ts'
import type { CueShape } from './cue-shape.ts'
import { isSpoken, isUnspaced } from './script.ts'
import { shareTime } from './time-script.ts'
import { wordsOf } from './words.ts'

/** Columns a second that people read at most without hurry. */
export const READING_SPEED = 20
/** Seconds. */
const SHORTEST = 0.9
const LONGEST = 6
/** A pause of this length always parts two cues. */
const PAUSE = 1.2
/** A gap between cues that is shorter than this only flickers. */
const SMALLEST_GAP = 0.5
/** How long a cue stays after its last word where nothing follows. */
const LINGER = 0.3

export interface CueOptions {
  readonly shape: CueShape
  /** Seconds after which nothing is shown; null where nothing ends. */
  readonly until: number | null
}

/**
 * Parts words into cues that can be read while they are spoken. A cue begins exactly with its first word; cues never overlap, and end with
 * a sentence or a clause where that is possible. Times of words are kept as they are.
 * @param words in any order; a word of a script without spaces may be a whole sentence
 */
export function makeCues(words: readonly TimedWord[], { shape, until }: CueOptions): readonly Cue[] {
  const groups = blocks(measureWords(tidy(words, until))).flatMap((block) => partition(block, shape))
  return groups.flatMap((group, index) => {
    const first = group[0]
    if (first === undefined) return []
    const { text, words: placed } = setLines(group, shape)
    const following = groups[index + 1]?.[0]?.start ?? until ?? Infinity
    return [{ start: first.start, end: endOf(group, widthOf(group), following, groups[index + 1] !== undefined), text, words: placed }]
  })
}

/** Until when a cue stands: long enough to be read, and up to the next one where that begins soon. */
function endOf(group: readonly TimedWord[], columns: number, following: number, isFollowed: boolean): number {
  const start = group[0]?.start ?? 0
  const spoken = group.at(-1)?.end ?? start
  const readable = start + Math.min(LONGEST, Math.max(SHORTEST, columns / READING_SPEED))
  const end = Math.min(following, Math.max(spoken + LINGER, readable))
  return isFollowed && following - end < SMALLEST_GAP ? following : end
}

/** Words in order, one after the other, those without spaces parted, punctuation with the word that it ends. */
function tidy(words: readonly TimedWord[], until: number | null): readonly TimedWord[] {
  const inTime = words.filter(({ start, text }) => text.trim() !== '' && start < (until ?? Infinity))
  const parted = inTime
    .toSorted((one, other) => one.start - other.start)
    .flatMap((word) => (isUnspaced(word.text) ? shareTime(wordsOf(word.text), word) : [{ ...word, text: word.text.trim() }]))
  const whole: TimedWord[] = []
  for (const word of parted) {
    const last = whole.at(-1)
    if (last !== undefined && !isSpoken(word.text))
      whole[whole.length - 1] = { ...last, text: last.text + gapBefore(word.text) + word.text }
    else whole.push(word)
  }
  return whole.map((word, index) => {
    const limit = Math.min(whole[index + 1]?.start ?? Infinity, until ?? Infinity)
    return { ...word, end: Math.max(word.start, Math.min(word.end, limit)) }
  })
}

function gapBefore(punctuation: string): '' | ' ' {
  return /^[\p{Pd}/|•·]/u.test(punctuation) ? ' ' : ''
}

function blocks(words: readonly MeasuredWord[]): readonly (readonly MeasuredWord[])[] {
  const found: MeasuredWord[][] = []
  for (const word of words) {
    const block = found.at(-1)
    const before = block?.at(-1)
    if (block === undefined || before === undefined || word.start - before.end >= PAUSE) found.push([word])
    else block.push(word)
  }
  return found
}

/** The cheapest way to part a block, found by dynamic programming over the ends of cues. */
function partition(words: readonly MeasuredWord[], shape: CueShape): readonly (readonly MeasuredWord[])[] {
  const best: { readonly cost: number; readonly from: number }[] = [{ cost: 0, from: 0 }]
  for (let end = 1; end <= words.length; end++) {
    let chosen = { cost: Infinity, from: end - 1 }
    for (let from = end - 1; from >= 0; from--) {
      const group = words.slice(from, end)
      if (group.length > 1 && !fits(group, shape)) break
      const cost = (best[from]?.cost ?? 0) + costOf(group, words[end], shape)
      if (cost < chosen.cost) chosen = { cost, from }
    }
    best.push(chosen)
  }
  const groups: (readonly MeasuredWord[])[] = []
  for (let end = words.length; end > 0; end = best[end]?.from ?? 0) groups.unshift(words.slice(best[end]?.from ?? 0, end))
  return groups
}

function fits(group: readonly MeasuredWord[], shape: CueShape): boolean {
  const [first, last] = [group[0], group.at(-1)]
  if (first === undefined || last === undefined) return false
  return group.length <= shape.words && last.end - first.start <= LONGEST && fitsLines(group, shape)
}

/** How badly a group of words reads as one cue. Each cue costs one, so that there are few, and its empty room, so that they are alike. */
function costOf(group: readonly MeasuredWord[], next: MeasuredWord | undefined, shape: CueShape): number {
  const [first, last] = [group[0], group.at(-1)]
  if (first === undefined || last === undefined) return Infinity
  const seconds = Math.max(0.01, (next?.start ?? last.end + LINGER) - first.start)
  const columns = widthOf(group)
  const hurry = Math.max(0, columns / seconds / READING_SPEED - 1)
  const shortness = Math.max(0, SHORTEST - seconds) / SHORTEST
  const inside = group.slice(0, -1).filter(({ ends }) => ends === 'sentence').length
  const alone = group.length === 1 && shape.words > 1 && next !== undefined && last.ends !== 'sentence' ? 0.4 : 0
  const emptiness = Math.max(0, 1 - columns / (shape.columns * shape.lines)) ** 2
  return 1 + endCost(last, next) + 0.5 * emptiness + 1.8 * inside + 3 * hurry + 2 * shortness + alone
}

/** What it costs to part two words. */
function endCost(last: MeasuredWord, next: MeasuredWord | undefined): number {
  if (next === undefined || last.ends === 'sentence') return 0
  if (last.ends === 'clause') return 0.3
  return next.start - last.end > 0.25 ? 0.5 : 1
}
