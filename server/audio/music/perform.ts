import { SoundBankLoader, SpessaSynthProcessor, type BasicSoundBank } from 'spessasynth_core'
import type { Instruments } from './genres.ts'
import type { MusicPlan } from './plan-music.ts'
import { type Note, type Part, PARTS } from './score.ts'

export const MUSIC_RATE = 48_000
/** Samples that are rendered at once, at most. */
const BLOCK = 128
/** Chunks in which the result is handed on: a second. */
const CHUNK = MUSIC_RATE
/** The last chord dies away over this share of the last bar, and over so many seconds at most. */
const TAIL = { share: 0.6, seconds: 2.5 } as const
const DRUM_CHANNEL = 9
const CONTROLLERS = { volume: 7, pan: 10, reverb: 91, chorus: 93 } as const
/** Where the players sit, 0 left to 127 right, and how much room is around them. */
const SEATS: Readonly<Record<Part, { readonly pan: number; readonly reverb: number; readonly chorus: number }>> = {
  pad: { pan: 64, reverb: 70, chorus: 30 },
  keys: { pan: 50, reverb: 45, chorus: 10 },
  bass: { pan: 64, reverb: 8, chorus: 0 },
  lead: { pan: 80, reverb: 60, chorus: 10 },
  drums: { pan: 64, reverb: 20, chorus: 0 },
}

interface Chunk {
  readonly left: Float32Array
  readonly right: Float32Array
}

/** Reads a sound font. Throws where the bytes are none. */
export function readSoundFont(bytes: Uint8Array): BasicSoundBank {
  const own = new ArrayBuffer(bytes.byteLength)
  new Uint8Array(own).set(bytes)
  return SoundBankLoader.fromArrayBuffer(own)
}

/**
 * Plays the notes of a plan on a sound font: chunks of a second, 48 kHz, which together are exactly `plan.seconds` long and end in silence.
 * Equal plans and notes give equal samples.
 */
export async function* perform(plan: MusicPlan, notes: readonly Note[], font: BasicSoundBank): AsyncGenerator<Chunk> {
  const synth = new SpessaSynthProcessor(MUSIC_RATE, { maxBufferSize: BLOCK, eventsEnabled: false })
  await synth.processorInitialized
  synth.soundBankManager.addSoundBank(font, 'main')
  seatPlayers(synth, plan)
  const total = Math.round(plan.seconds * MUSIC_RATE)
  const events = eventsOf(plan, notes)
  const fade = fadeOf(plan, total)
  let place = 0
  for (let from = 0; from < total; from += CHUNK) {
    const length = Math.min(CHUNK, total - from)
    const chunk = { left: new Float32Array(length), right: new Float32Array(length) }
    for (let at = 0; at < length;) {
      for (; (events[place]?.sample ?? total) <= from + at; place += 1) events[place]?.play(synth)
      const until = Math.min(length, (events[place]?.sample ?? total) - from)
      const count = Math.min(BLOCK, until - at)
      synth.process(chunk.left, chunk.right, at, count)
      at += count
    }
    fade(chunk, from)
    yield chunk
  }
}

function seatPlayers(synth: SpessaSynthProcessor, plan: MusicPlan): void {
  const { instruments, loudness } = plan.genre
  for (const part of PARTS) {
    const channel = channelOf(part)
    const { pan, reverb, chorus } = SEATS[part]
    if (part !== 'drums') synth.programChange(channel, programOf(instruments, part))
    // General MIDI's volume is a square: 40 dB a decade.
    synth.controllerChange(channel, CONTROLLERS.volume, Math.round(127 * 10 ** (loudness[part] / 40)))
    synth.controllerChange(channel, CONTROLLERS.pan, pan)
    synth.controllerChange(channel, CONTROLLERS.reverb, reverb)
    synth.controllerChange(channel, CONTROLLERS.chorus, chorus)
  }
}

interface Event {
  readonly sample: number
  readonly play: (synth: SpessaSynthProcessor) => void
}

/** Beginnings and ends of notes by sample; at one sample, ends come first, so that a repeated note is struck again. */
function eventsOf(plan: MusicPlan, notes: readonly Note[]): readonly Event[] {
  const sampleOf = (beat: number): number => Math.round((beat * 60 * MUSIC_RATE) / plan.tempo)
  return notes
    .flatMap((note): readonly (Event & { readonly order: number })[] => {
      const channel = channelOf(note.part)
      return [
        { sample: sampleOf(note.beat), order: 1, play: (synth) => synth.noteOn(channel, note.key, note.velocity) },
        { sample: sampleOf(note.beat + note.beats), order: 0, play: (synth) => synth.noteOff(channel, note.key) },
      ]
    })
    .toSorted((one, other) => one.sample - other.sample || one.order - other.order)
}

function fadeOf(plan: MusicPlan, total: number): (chunk: Chunk, from: number) => void {
  const bar = (240 / plan.tempo) * MUSIC_RATE
  const length = Math.round(Math.min(bar * TAIL.share, TAIL.seconds * MUSIC_RATE))
  const start = total - length
  return ({ left, right }, from) => {
    for (let index = Math.max(0, start - from); index < left.length; index += 1) {
      const gone = (from + index + 1 - start) / length
      const gain = Math.cos((Math.PI / 2) * gone) ** 2
      left[index] = (left[index] ?? 0) * gain
      right[index] = (right[index] ?? 0) * gain
    }
  }
}

function channelOf(part: Part): number {
  return part === 'drums' ? DRUM_CHANNEL : PARTS.indexOf(part)
}

function programOf(instruments: Instruments, part: Exclude<Part, 'drums'>): number {
  return instruments[part] ?? 0
}
