import { rm } from 'node:fs/promises'
import { succeed, type Outcome } from 'shared/wire'
import type { Ffmpeg } from '../discover-ffmpeg.ts'
import { AAC } from '../profile.ts'
import { runFfmpeg } from '../run-ffmpeg.ts'
import { measureLoudness, METER, type Loudness, runMeasured } from './measure-loudness.ts'
import { LOCKED_SOUND, mixGraph, samplesOf, SOUND_RATE, type SoundMix } from './mix-graph.ts'

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
      [...inputs, '-filter_complex', `${graph};[mix]${METER}[out]`, '-map', '[out]', ...PLAIN, '-c:a', 'pcm_f32le', '-f', 'wav', raw],
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

/**
 * Writes a file's sound at an integrated loudness (LUFS; null: as it is), exactly `seconds` long, as WAV or, where `output` ends in
 * `.m4a`, as AAC; the rest is as `mixSoundtrack` does it.
 */
export async function levelSound(
  ffmpeg: Ffmpeg,
  input: { readonly path: string; readonly seconds: number; readonly loudness: number | null },
  output: string,
  { signal }: { readonly signal: AbortSignal },
): Promise<Outcome<Loudness>> {
  const measured = await measureLoudness(ffmpeg, input.path, signal)
  if (!measured.ok) return measured
  const sound = { path: input.path, samples: samplesOf(input.seconds), measured: measured.value }
  return bringToLoudness(ffmpeg, sound, input.loudness, { output, signal })
}

async function bringToLoudness(
  ffmpeg: Ffmpeg,
  input: { readonly path: string; readonly samples: number; readonly measured: Loudness },
  target: number | null,
  { output, signal }: { readonly output: string; readonly signal: AbortSignal },
): Promise<Outcome<Loudness>> {
  const { integrated } = input.measured
  let gain = target === null || integrated === null ? 0 : Math.min(MOST_GAIN, target - integrated)
  const write = (filters: string): readonly string[] => {
    return [...LOCKED_SOUND, '-i', input.path, '-map', '0:a:0', '-af', filters, ...encoding(output), output]
  }
  const exact = `apad=whole_len=${input.samples},atrim=end_sample=${input.samples},asetpts=N/SR/TB`
  const peak = (input.measured.truePeak ?? -Infinity) + gain
  if (peak <= CEILING) {
    const written = await runFfmpeg(ffmpeg, write(`${volume(gain)},aresample=${SOUND_RATE},${exact}`), { signal })
    if (!written.ok) return written
    const { range, truePeak } = input.measured
    return succeed({ integrated: integrated === null ? null : integrated + gain, truePeak: truePeak === null ? null : peak, range })
  }
  for (let pass = 1; ; pass += 1) {
    const written = await runMeasured(ffmpeg, write(`${volume(gain)},${LIMITER},${exact},${METER}`), signal)
    if (!written.ok || target === null || written.value.integrated === null) return written
    const off = target - written.value.integrated
    const next = Math.min(MOST_GAIN, gain + off)
    if (pass === MOST_PASSES || Math.abs(off) <= CLOSE_ENOUGH || next === gain) return written
    gain = next
  }
}

function volume(decibels: number): string {
  return `volume=${decibels.toFixed(3)}dB:precision=float`
}

const ATTACK_MS = 5
const DELAY = (SOUND_RATE * ATTACK_MS) / 1000

/** ffmpeg's limiter works on samples and delays by its attack: four times the rate makes it see true peaks, and the delay is cut off. */
const LIMITER = [
  `apad=pad_len=${DELAY}`,
  `aresample=${SOUND_RATE * 4}`,
  `alimiter=limit=${10 ** (CEILING / 20)}:attack=${ATTACK_MS}:release=60:level=0`,
  `aresample=${SOUND_RATE}`,
  `atrim=start_sample=${DELAY}`,
  'asetpts=N/SR/TB',
].join(',')

function encoding(output: string): readonly string[] {
  return output.endsWith('.m4a')
    ? [...PLAIN, ...AAC, '-movflags', '+faststart', '-f', 'ipod']
    : [...PLAIN, '-c:a', 'pcm_s16le', '-f', 'wav']
}

/** Nothing but sound is written, and nothing that differs from run to run. */
const PLAIN = ['-vn', '-map_metadata', '-1', '-ar', String(SOUND_RATE), '-ac', '2', '-fflags', '+bitexact', '-flags:a', '+bitexact']
