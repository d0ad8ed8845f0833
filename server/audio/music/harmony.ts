import type { MusicPlan } from './plan-music.ts'

const SCALES = { major: [0, 2, 4, 5, 7, 9, 11], minor: [0, 2, 3, 5, 7, 8, 10] } as const

/** The MIDI key of a degree of the scale, counted on over octaves; `octave` 4 begins at middle C. */
export function keyOf({ root, scale }: Pick<MusicPlan, 'root' | 'scale'>, degree: number, octave: number): number {
  const steps = SCALES[scale]
  const place = ((degree % 7) + 7) % 7
  return 12 * (octave + 1) + root + 12 * Math.floor(degree / 7) + (steps[place] ?? 0)
}

/** The degrees of the chord on a degree: third, fifth and, where the style has them, seventh. */
export function chordDegrees(degree: number, sevenths: boolean): readonly number[] {
  return [0, 2, 4, ...(sevenths ? [6] : [])].map((step) => degree + step)
}

/** The keys of a chord, each put into the octave where it is nearest to `centre`, so that voices move little from chord to chord. */
export function voicing(plan: MusicPlan, degree: number, centre: number, sevenths = plan.sevenths): readonly number[] {
  return chordDegrees(degree, sevenths)
    .map((step) => {
      const key = keyOf(plan, step, 4)
      return key + 12 * Math.round((centre - key) / 12)
    })
    .toSorted((one, other) => one - other)
}
