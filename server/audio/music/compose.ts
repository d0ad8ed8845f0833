import { mulberry32 } from 'shared/camera'
import { bassNotes, keysNotes, padNotes } from './accompany.ts'
import { drumNotes } from './drumming.ts'
import { leadNotes } from './melody.ts'
import type { MusicPlan } from './plan-music.ts'
import type { Bar, Note } from './score.ts'

/** Played notes are never all equally loud, nor exactly on time: shares of a velocity, and beats. */
const UNEVEN = 0.08
const LATE = 0.012

/**
 * Writes down every note of a piece, by beat. It begins with little, grows in two steps and ends on the first degree, struck on the first
 * beat of the last bar and held to its end. Equal plans give equal notes.
 */
export function compose(plan: MusicPlan): readonly Note[] {
  const bars = barsOf(plan)
  const notes = bars.flatMap((bar, index) => [
    ...padNotes(plan, bar),
    ...(bar.fullness < 0.2 ? [] : keysNotes(plan, bar)),
    ...(bar.fullness < 0.3 ? [] : bassNotes(plan, bar, bars[index + 1] ?? null)),
    ...drumNotes(plan, bar, bars[index - 1] ?? null),
  ])
  return humanise(plan, [...notes, ...leadNotes(plan, bars)])
}

function barsOf({ bars, progression }: MusicPlan): readonly Bar[] {
  return Array.from({ length: bars }, (_, index) => {
    const last = index === bars - 1
    return {
      index,
      beat: index * 4,
      degree: last ? 0 : degreeOf(progression, index, bars),
      fullness: last ? 0.9 : fullnessOf(index, bars),
      last,
    }
  })
}

/** The chord before the last is the dominant, so that the end is heard to be one. */
function degreeOf(progression: readonly number[], index: number, bars: number): number {
  return index === bars - 2 && bars > 2 ? 4 : (progression[index % progression.length] ?? 0)
}

/** How much is going on in a bar: an opening, a middle and a height; short pieces have no time for an opening. */
function fullnessOf(index: number, bars: number): number {
  if (bars <= 4) return 0.8
  const opening = bars >= 12 ? 4 : 2
  if (index < opening) return bars >= 12 ? 0.25 + (0.1 * index) / opening : 0.4
  return index < bars * 0.55 ? 0.62 : 1
}

function humanise(plan: MusicPlan, notes: readonly Note[]): readonly Note[] {
  const random = mulberry32(plan.seed ^ HAND)
  const lastBeat = (plan.bars - 1) * 4
  return notes
    .map((note) => {
      const offbeat = (note.beat * 4) % 2 === 1
      const swung = offbeat ? plan.genre.swing / 4 : 0
      const late = note.beat >= lastBeat || note.beat === 0 ? 0 : random() * LATE
      const velocity = Math.round(Math.min(127, Math.max(1, note.velocity * (1 + (random() - 0.5) * 2 * UNEVEN))))
      return { ...note, beat: note.beat + swung + late, velocity }
    })
    .toSorted((one, other) => one.beat - other.beat || one.key - other.key)
}

const HAND = 0x68616e64
