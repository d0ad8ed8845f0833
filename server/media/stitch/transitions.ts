import { refuse, succeed, type Outcome } from 'shared/wire'
import type { Ffmpeg } from '../discover-ffmpeg.ts'
import { startProgram } from '../process-group.ts'

/** The first of these that the found ffmpeg has is what a transition of ours is drawn with. */
const DRAWN_WITH: Readonly<Record<string, readonly string[]>> = {
  fade: ['fade'],
  // What film calls a dissolve; xfade's own of that name scatters pixels.
  dissolve: ['fade'],
  wipe: ['wipeleft'],
  slide: ['slideleft'],
  zoom: ['zoomin', 'circleopen'],
  whip: ['hblur', 'smoothleft'],
  through_black: ['fadeblack'],
}

const known = new Map<string, Promise<readonly string[]>>()

/** The transitions that a plan may name: ours, then every one that this ffmpeg's xfade has, read from its own help once. */
export async function transitionNames(ffmpeg: Ffmpeg): Promise<readonly string[]> {
  return [...new Set([...Object.keys(DRAWN_WITH), ...(await xfadeNames(ffmpeg))])]
}

/** What xfade calls a transition. Problem: `unsupported_option` with the names that there are. */
export async function xfadeOf(ffmpeg: Ffmpeg, kind: string): Promise<Outcome<string>> {
  const names = await xfadeNames(ffmpeg)
  const drawn = (DRAWN_WITH[kind] ?? [kind]).find((name) => names.includes(name))
  if (drawn !== undefined) return succeed(drawn)
  const there = await transitionNames(ffmpeg)
  return refuse('unsupported_option', `There is no transition "${kind}". There are: ${there.join(', ')}.`, {
    params: { option: 'boundary', value: kind },
    issues: [{ path: 'boundary.kind', message: `must be one of ${there.join(', ')}` }],
  })
}

function xfadeNames({ ffmpeg }: Ffmpeg): Promise<readonly string[]> {
  const asked = known.get(ffmpeg) ?? askForNames(ffmpeg)
  known.set(ffmpeg, asked)
  return asked
}

async function askForNames(ffmpeg: string): Promise<readonly string[]> {
  const program = startProgram(ffmpeg, ['-hide_banner', '-h', 'filter=xfade'], { group: 'own', input: 'lifeline', captureOutput: true })
  let text = ''
  program.child.stderr?.resume()
  program.child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
  })
  await program.ended
  return readNames(text)
}

/** Values of an option stand indented below it: name, number, flags, description. `custom` needs an expression, which nobody may send. */
export function readNames(help: string): readonly string[] {
  return [...help.matchAll(/^ {4,}([a-z]+) +\d+ +[.A-Z]{5,}/gm)].flatMap(([, name]) => (name === undefined ? [] : [name]))
}
