import { rm } from 'node:fs/promises'
import { succeed, type Outcome } from 'shared/wire'
import type { Ffmpeg } from '../discover-ffmpeg.ts'
import { METER, type Loudness, runMeasured } from './measure-loudness.ts'
import { mixGraph, samplesOf, SOUND_RATE, type SoundMix } from './mix-graph.ts'

/** True peak of what is written, in dBTP: half a decibel below what platforms ask for, which an AAC encoder may add. */
const CEILING = -1.5
/** Sound that is nearly silent is not lifted out of its noise, in decibels. */
const MOST_GAIN = 30
/** Off by more than this in LU, the gain is corrected by what the limiter took away. */
const CLOSE_ENOUGH = 0.2
const MOST_PASSES = 4

/**
 * Mixes a film's sound into one WAV file (48 kHz, stereo, 16 bits), exactly `mix.seconds` long: voices at their times, the music lowered
 * under them, an end that dies away, and the integrated loudness that is asked for, with no true peak above -1 dBTP once it is encoded.
 * What comes out of the mix is measured first and then brought to the loudness by one gain and a limiter that looks ahead, so that
 * the balance of the mix stays as it is.
 *
 * @returns the loudness of what was written, in LUFS; null for silence.
 * Problems: `cancelled`; `media_invalid` where a file cannot be read; `storage_full`.
 */
export async function mixSoundtrack(
  ffmpeg: Ffmpeg,
  mix: SoundMix,
  output: string,
  { signal }: { readonly signal: AbortSignal },
): Promise<Outcome<{ readonly path: string; readonly loudness: number | null }>> {
  const { inputs, graph } = mixGraph(mix)
  const raw = `${output}.mix.wav`
  try {
    const mixed = await runMeasured(
      ffmpeg,
      [...inputs, '-filter_complex', `${graph};[mix]${METER}[out]`, '-map', '[out]', ...wav('pcm_f32le'), raw],
      signal,
    )
    if (!mixed.ok) return mixed
    const written = await bringToLoudness(ffmpeg, { path: raw, samples: samplesOf(mix.seconds), measured: mixed.value }, mix.loudness, {
      output,
      signal,
    })
    return written.ok ? succeed({ path: output, loudness: written.value.integrated }) : written
  } finally {
    await rm(raw, { force: true })
  }
}

async function bringToLoudness(
  ffmpeg: Ffmpeg,
  input: { readonly path: string; readonly samples: number; readonly measured: Loudness },
  target: number | null,
  { output, signal }: { readonly output: string; readonly signal: AbortSignal },
): Promise<Outcome<Loudness>> {
  const { integrated } = input.measured
  let gain = target === null || integrated === null ? 0 : Math.min(MOST_GAIN, target - integrated)
  for (let pass = 1; ; pass += 1) {
    const filters = `volume=${gain.toFixed(3)}dB:precision=float,${limiter(input.samples)},${METER}`
    const written = await runMeasured(ffmpeg, ['-i', input.path, '-af', filters, ...wav('pcm_s16le'), output], signal)
    if (!written.ok || target === null || written.value.integrated === null) return written
    const off = target - written.value.integrated
    const next = Math.min(MOST_GAIN, gain + off)
    if (pass === MOST_PASSES || Math.abs(off) <= CLOSE_ENOUGH || next === gain) return written
    gain = next
  }
}

/** ffmpeg's limiter works on samples and delays by its attack: four times the rate makes it see true peaks, and the delay is cut off. */
function limiter(samples: number): string {
  const delay = Math.round((SOUND_RATE * ATTACK_MS) / 1000)
  return [
    `apad=pad_len=${delay}`,
    `aresample=${SOUND_RATE * 4}`,
    `alimiter=limit=${10 ** (CEILING / 20)}:attack=${ATTACK_MS}:release=60:level=0`,
    `aresample=${SOUND_RATE}`,
    `atrim=start_sample=${delay}`,
    'asetpts=N/SR/TB',
    `apad=whole_len=${samples}`,
    `atrim=end_sample=${samples}`,
  ].join(',')
}

const ATTACK_MS = 5

function wav(codec: string): readonly string[] {
  return ['-c:a', codec, '-ar', String(SOUND_RATE), '-ac', '2', '-fflags', '+bitexact', '-flags:a', '+bitexact', '-f', 'wav']
}
