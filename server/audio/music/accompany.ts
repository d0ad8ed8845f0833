import { chordDegrees, keyOf, voicing } from './harmony.ts'
import type { MusicPlan } from './plan-music.ts'
import type { Bar, Note } from './score.ts'

const KEYS_CENTRE = 62
const PAD_CENTRE = 60

/** A chord held over the bar. */
export function padNotes(plan: MusicPlan, bar: Bar): readonly Note[] {
  if (plan.genre.instruments.pad === null) return []
  return voicing(plan, bar.degree, PAD_CENTRE).map((key) => ({
    part: 'pad',
    beat: bar.beat,
    beats: 4,
    key,
    velocity: 60 + 25 * bar.fullness,
  }))
}

/** The chord as the style plays it: struck, broken, between the beats or in even pulses; the last one is struck and rings. */
export function keysNotes(plan: MusicPlan, bar: Bar): readonly Note[] {
  const chord = voicing(plan, bar.degree, KEYS_CENTRE)
  const velocity = 62 + 28 * bar.fullness
  const struck = (beat: number, beats: number, share = 1): readonly Note[] =>
    chord.map((key) => ({ part: 'keys', beat: bar.beat + beat, beats, key, velocity: velocity * share }))
  if (plan.genre.instruments.keys === null) return []
  if (bar.last) return struck(0, 4)
  switch (plan.genre.keys) {
    case 'block':
      return [...struck(0, 2.4), ...struck(2.5, 1.3, 0.8)]
    case 'offbeat':
      return [0.5, 1.5, 2.5, 3.5].flatMap((beat, index) => struck(beat, 0.35, index % 2 === 0 ? 1 : 0.85))
    case 'pulse':
      return Array.from({ length: 8 }, (_, step) => struck(step / 2, 0.45, step % 2 === 0 ? 1 : 0.8)).flat()
    case 'arpeggio':
      break
  }
  return brokenChord(chord, bar, velocity)
}

function brokenChord(chord: readonly number[], bar: Bar, velocity: number): readonly Note[] {
  const order = [...chord, (chord[0] ?? KEYS_CENTRE) + 12]
  const there = order.length - 1
  return Array.from({ length: 8 }, (_, step): Note => {
    const turn = step % (2 * there)
    const key = order[turn <= there ? turn : 2 * there - turn] ?? KEYS_CENTRE
    return { part: 'keys', beat: bar.beat + step / 2, beats: 0.9, key, velocity: velocity * (step % 4 === 0 ? 1 : 0.82) }
  })
}

/** The lowest voice; it leads into the chord of the bar that follows where the style lets it walk. */
export function bassNotes(plan: MusicPlan, bar: Bar, next: Bar | null): readonly Note[] {
  if (plan.genre.instruments.bass === null) return []
  const play = (beat: number, beats: number, degree: number, share = 1): Note => ({
    part: 'bass',
    beat: bar.beat + beat,
    beats,
    key: lowered(keyOf(plan, degree, 2)),
    velocity: (78 + 22 * bar.fullness) * share,
  })
  const { degree } = bar
  if (bar.last) return [play(0, 4, degree)]
  switch (plan.genre.bass) {
    case 'held':
      return [play(0, 4, degree)]
    case 'rootAndFifth':
      return [play(0, 1.8, degree), play(2, 1.2, degree + 4, 0.9), play(3.5, 0.4, degree, 0.8)]
    case 'eighths':
      return Array.from({ length: 8 }, (_, step) => play(step / 2, 0.42, degree, step % 2 === 0 ? 1 : 0.85))
    case 'offbeat':
      return [0.5, 1.5, 2.5, 3.5].map((beat, index) => play(beat, 0.4, index === 3 ? degree + 4 : degree))
    case 'walking':
      break
  }
  const [first = degree, third = degree, fifth = degree] = chordDegrees(degree, false)
  const target = next?.degree ?? degree
  const approach = target + (target > degree ? -1 : 1)
  return [first, third, fifth, approach].map((step, beat) => play(beat, 0.9, step, beat === 0 ? 1 : 0.9))
}

/** Basses sound between E1 and D#3; what is above is an octave too high for them. */
function lowered(key: number): number {
  return key > 51 ? key - 12 : key
}
