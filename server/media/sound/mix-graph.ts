/** A file that is heard from a time on; gain in decibels against how loud it is by itself. */
export interface PlacedVoice {
  readonly path: string
  /** Seconds of the film at which it begins. */
  readonly at: number
  readonly gain: number
}

/** What a film is to sound like. */
export interface SoundMix {
  /** Seconds; the result is as long, to the sample. */
  readonly seconds: number
  /** The sound of the film's clips, as `joinSound` writes it; null: they are silent. */
  readonly film: string | null
  readonly voices: readonly PlacedVoice[]
  /** Music from the first frame on. `loop`: begun again until the end, for a file that is shorter than the film. */
  readonly music: { readonly path: string; readonly gain: number; readonly loop?: boolean } | null
  /** Lowers the music while a voice speaks. */
  readonly ducking: boolean
  /** Integrated loudness of the result in LUFS; null leaves it as it comes out. */
  readonly loudness: number | null
  /** Seconds at the end in which everything dies away; 0 for none. */
  readonly fadeOut: number
}

export interface MixGraph {
  /** ffmpeg's arguments for the inputs, in the order in which the graph counts them. */
  readonly inputs: readonly string[]
  /** For `-filter_complex`; its output is `[mix]`, 48 kHz, stereo. */
  readonly graph: string
}

export const SOUND_RATE = 48_000

/** Lets ffmpeg read one local sound or film of a known container, and nothing that it may point to. */
export const LOCKED_SOUND: readonly string[] = [
  '-protocol_whitelist',
  'file,pipe',
  '-format_whitelist',
  'mov,matroska,webm,wav,mp3,flac,ogg,aac',
]

/**
 * A voice of usual level (about -20 dBFS) is 14 dB above the threshold, so it lowers the music by about 12 dB; pauses between words are
 * shorter than the release, so the music does not pump with them.
 */
const DUCKING = 'sidechaincompress=threshold=0.02:ratio=8:attack=15:release=450:knee=4'

/** Samples of a length in seconds. */
export function samplesOf(seconds: number): number {
  return Math.round(seconds * SOUND_RATE)
}

/** The graph that mixes film, voices and music at their levels, ducks the music and lets the end die away; loudness is brought in after it. */
export function mixGraph(mix: SoundMix): MixGraph {
  const samples = samplesOf(mix.seconds)
  const inputs: string[] = []
  const chains: string[] = [`anullsrc=r=${SOUND_RATE}:cl=stereo,atrim=end_sample=${samples}[silence]`]
  const parts = ['[silence]']
  let count = 0
  const read = (path: string, loop = false): string => {
    inputs.push(...(loop ? ['-stream_loop', '-1'] : []), ...LOCKED_SOUND, '-i', path)
    return `[${count++}:a:0]${stereo}`
  }
  if (mix.film !== null) {
    chains.push(`${read(mix.film)},${filled(samples)}[film]`)
    parts.push('[film]')
  }
  const voices = mix.voices.map(({ path, at, gain }, index) => {
    chains.push(`${read(path)},${level(gain)},adelay=delays=${samplesOf(at)}S:all=1,${filled(samples)}[voice${index}]`)
    return `[voice${index}]`
  })
  const ducked = mix.ducking && mix.music !== null && voices.length > 0
  if (voices.length > 0) {
    chains.push(`${voices.join('')}${sum(voices.length)}${ducked ? ',asplit=2[voices][key]' : '[voices]'}`)
    parts.push('[voices]')
  }
  if (mix.music !== null) {
    const { path, gain, loop } = mix.music
    chains.push(`${read(path, loop)},${level(gain)},${filled(samples)}[music]`)
    if (ducked) chains.push(`[music][key]${DUCKING}[ducked]`)
    parts.push(ducked ? '[ducked]' : '[music]')
  }
  const fade = Math.min(mix.fadeOut, mix.seconds)
  const ending = fade > 0 ? `,afade=t=out:ss=${samples - samplesOf(fade)}:ns=${samplesOf(fade)}` : ''
  chains.push(`${parts.join('')}${sum(parts.length)},${filled(samples)}${ending}[mix]`)
  return { inputs, graph: chains.join(';') }
}

const stereo = `aresample=${SOUND_RATE}:async=1,aformat=sample_fmts=fltp:channel_layouts=stereo`

/** Exactly so many samples, with silence behind what is shorter. */
function filled(samples: number): string {
  return `apad=whole_len=${samples},atrim=end_sample=${samples},asetpts=N/SR/TB`
}

function level(decibels: number): string {
  return `volume=${decibels}dB:precision=float`
}

/** Plain addition: what is too much is the limiter's affair. */
function sum(count: number): string {
  return `amix=inputs=${count}:normalize=0:duration=longest`
}
