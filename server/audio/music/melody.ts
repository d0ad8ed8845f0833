import { mulberry32 } from 'shared/camera'
import { chordDegrees, keyOf } from './harmony.ts'
import type { MusicPlan } from './plan-music.ts'
import type { Bar, Note } from './score.ts'

/** A tone of a motif: where in its four bars, how long, and how it moves from the tone before, in degrees. */
interface Tone {
  readonly bar: number
  readonly beat: number
  readonly beats: number
  readonly step: number
}

const STEPS = [-2, -1, -1, 0, 1, 1, 2, 3] as const
/** Melodies stay within a tenth of where they begin. */
const REACH = 5
const START = 7

/** A melody out of one motif of four bars: heard, left out, heard again and led to the final chord. Strong beats take tones of the chord. */
export function leadNotes(plan: MusicPlan, bars: readonly Bar[]): readonly Note[] {
  if (plan.genre.instruments.lead === null || plan.genre.leadNotes === 0) return []
  const motif = inventMotif(plan)
  const notes: Note[] = []
  for (const bar of bars) {
    if (bar.last) {
      notes.push(finalNote(plan, bar))
      continue
    }
    if (bar.fullness < 0.45) continue
    let degree = START
    for (const tone of motif) {
      degree = bounded(degree + tone.step)
      if (tone.bar !== bar.index % 4) continue
      const sounding = tone.beat % 1 === 0 ? nearestOf(chordDegrees(bar.degree, false), degree) : degree
      const velocity = 58 + 30 * bar.fullness + (tone.beat === 0 ? 6 : 0)
      notes.push({ part: 'lead', beat: bar.beat + tone.beat, beats: tone.beats, key: keyOf(plan, sounding, 4), velocity })
    }
  }
  return notes
}

function inventMotif(plan: MusicPlan): readonly Tone[] {
  const random = mulberry32(plan.seed ^ MOTIF)
  const places = new Set<number>([0])
  while (places.size < Math.min(plan.genre.leadNotes, 20)) places.add(Math.floor(random() * 28) / 2)
  const sorted = [...places].toSorted((one, other) => one - other)
  return sorted.map((place, index) => ({
    bar: Math.floor(place / 4),
    beat: place % 4,
    beats: Math.min(2, (sorted[index + 1] ?? 16) - place) * 0.92,
    step: index === 0 ? 0 : (STEPS[Math.floor(random() * STEPS.length)] ?? 0),
  }))
}

const MOTIF = 0x6d6f7469

function finalNote(plan: MusicPlan, bar: Bar): Note {
  return { part: 'lead', beat: bar.beat, beats: 4, key: keyOf(plan, START, 4), velocity: 80 }
}

function bounded(degree: number): number {
  if (degree > START + REACH) return degree - 4
  return degree < START - REACH ? degree + 4 : degree
}

/** The tone of a chord, in any octave, that is nearest to a degree. */
function nearestOf(chord: readonly number[], degree: number): number {
  const candidates = chord.map((tone) => tone + 7 * Math.round((degree - tone) / 7))
  return candidates.toSorted((one, other) => Math.abs(one - degree) - Math.abs(other - degree))[0] ?? degree
}
