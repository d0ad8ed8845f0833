import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const made = new Map<string, Promise<Buffer>>()

/** A small real MP3 of a tone, made once by ffmpeg for each length and pitch and kept while this process lives. */
export function mp3Of(seconds: number, hertz = 220): Promise<Buffer> {
  const key = `${seconds} ${hertz}`
  const known = made.get(key)
  if (known !== undefined) return known
  const making = make(seconds, hertz)
  made.set(key, making)
  return making
}

async function make(seconds: number, hertz: number): Promise<Buffer> {
  const directory = await mkdtemp(join(tmpdir(), 'pagereel-sound-'))
  try {
    const path = join(directory, 'tone.mp3')
    const tone = `sine=frequency=${hertz}:duration=${seconds}:sample_rate=44100`
    await run('ffmpeg', ['-y', '-loglevel', 'error', '-f', 'lavfi', '-i', tone, '-c:a', 'libmp3lame', '-b:a', '32k', path])
    return await readFile(path)
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

/** The words of a text, each 0.4 s, one after the other: what simulated voices speak and simulated listeners hear. */
export function evenWords(text: string): readonly { readonly text: string; readonly start: number; readonly end: number }[] {
  return text.split(/\s+/).map((word, index) => ({ text: word, start: round(index * 0.4), end: round(index * 0.4 + 0.35) }))
}

function round(seconds: number): number {
  return Math.round(seconds * 1000) / 1000
}
