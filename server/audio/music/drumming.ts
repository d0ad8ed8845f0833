import { DRUMS, type DrumName } from './genres.ts'
import type { MusicPlan } from './plan-music.ts'
import type { Bar, Note } from './score.ts'

const LEVELS: Readonly<Record<string, number>> = { x: 104, o: 66 }
/** Drums that a bar with little going on does without. */
const BUSY: ReadonlySet<string> = new Set(['openHat', 'tambourine', 'clap', 'snare', 'lowTom'])
const FILL = ['..............xx', 'x.x.'] as const

/** The style's bar, thinner where little is going on, a fill before every eighth bar, a crash where more begins, and one last stroke. */
export function drumNotes(plan: MusicPlan, bar: Bar, before: Bar | null): readonly Note[] {
  const pattern = plan.genre.drums
  if (pattern === null) return []
  const stroke = (name: DrumName, beat: number, velocity: number): Note => ({
    part: 'drums',
    beat: bar.beat + beat,
    beats: 0.2,
    key: DRUMS[name],
    velocity,
  })
  if (bar.last) return [stroke('crash', 0, 92), stroke('kick', 0, 100)]
  if (bar.fullness < 0.3) return []
  const strokes = Object.entries(pattern).flatMap(([name, steps]) =>
    isDrum(name) && !(bar.fullness < 0.6 && BUSY.has(name)) ? played(steps).map(([beat, level]) => stroke(name, beat, level)) : [],
  )
  const rising = before !== null && bar.fullness >= 0.6 && before.fullness < 0.6
  const fill = bar.index % 8 === 7 && bar.fullness >= 0.6 ? fillNotes(stroke) : []
  return [...(rising ? [stroke('crash', 0, 88)] : []), ...strokes, ...fill]
}

function fillNotes(stroke: (name: DrumName, beat: number, velocity: number) => Note): readonly Note[] {
  const [late, even] = FILL
  return [
    ...played(late).map(([beat, level]) => stroke('highTom', beat, level)),
    ...played(even).map(([beat, level]) => stroke('lowTom', 3 + beat, level)),
  ]
}

/** The beats of a bar at which a pattern strikes, and how hard. */
function played(steps: string): readonly (readonly [number, number])[] {
  return steps.split('').flatMap((sign, step) => {
    const level = LEVELS[sign]
    return level === undefined ? [] : [[step / 4, level] as const]
  })
}

function isDrum(name: string): name is DrumName {
  return name in DRUMS
}
