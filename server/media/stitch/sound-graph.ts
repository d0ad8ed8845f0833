import type { FrameRate } from '../profile.ts'
import type { StitchClip } from './face.ts'
import type { Timeline } from './timeline.ts'

/** Samples per second of everything here. */
export const SOUND_RATE = 48_000

/** A clip whose sound is heard; in samples, `from` and `to` of its own file. */
export interface HeardClip {
  readonly clip: number
  readonly start: number
  readonly from: number
  readonly to: number
  /** Samples over which it comes in and goes out, crossed with its neighbours. */
  readonly fadeIn: number
  readonly fadeOut: number
}

/** The clips that are heard; every rate of ours divides 48 000, so that frames are whole numbers of samples. */
export function heardClips(
  timeline: Timeline,
  clips: readonly (Pick<StitchClip, 'sound'> & { readonly hasAudio: boolean })[],
  frameRate: FrameRate,
): readonly HeardClip[] {
  const samples = SOUND_RATE / frameRate
  return timeline.clips.flatMap(({ start, from, to, overlap }, clip) => {
    if (clips[clip]?.sound !== 'keep' || !clips[clip].hasAudio) return []
    const fadeIn = (timeline.clips[clip - 1]?.overlap ?? 0) * samples
    return [{ clip, start: start * samples, from: from * samples, to: to * samples, fadeIn, fadeOut: overlap * samples }]
  })
}

/**
 * The filter graph that joins sounds into `[sound]`, exactly `total` samples long; input `i` is the file of `heard[i]`. Every sound
 * is cut or filled to its exact length before it is placed, so no encoder's padding adds up. Clips take turns in two lanes, in
 * each of which nothing overlaps, and the lanes are added: the cost grows with the length, not with the number of clips too.
 * Overlaps are crossed with equal power (quarter of a sine).
 */
export function soundGraph(heard: readonly HeardClip[], total: number, decoded: boolean): string {
  const chains: string[] = []
  const ends = [0, 0]
  const lanes: [string[], string[]] = [[], []]
  let previous: HeardClip | undefined
  let lane: 0 | 1 = 0
  for (const [input, sound] of heard.entries()) {
    if (previous !== undefined && previous.clip + 1 === sound.clip) lane = lane === 0 ? 1 : 0
    const gap = sound.start - (ends[lane] ?? 0)
    const range = decoded ? `atrim=end_sample=${sound.to - sound.from}` : `atrim=start_sample=${sound.from}:end_sample=${sound.to}`
    const filters = [...STEREO, 'apad', range, 'asetpts=N/SR/TB', ...fades(sound), ...(gap > 0 ? [`adelay=${gap}S:all=1`] : [])]
    chains.push(`[${input}:a]${filters.join(',')}[heard${input}]`)
    lanes[lane].push(`[heard${input}]`)
    ends[lane] = sound.start + sound.to - sound.from
    previous = sound
  }
  const used = lanes.filter((sounds) => sounds.length > 0)
  used.forEach((sounds, index) => chains.push(`${sounds.join('')}concat=n=${sounds.length}:v=0:a=1,asetpts=N/SR/TB[lane${index}]`))
  const mixed = used.length > 1 ? '[lane0][lane1]amix=inputs=2:duration=longest:normalize=0' : '[lane0]anull'
  return [...chains, `${mixed},apad,atrim=end_sample=${total},asetpts=N/SR/TB[sound]`].join(';\n')
}

/** Filters that bring any sound to 48 kHz stereo, with silence where it has none. */
export const STEREO: readonly string[] = [`aresample=${SOUND_RATE}:async=1:first_pts=0`, 'aformat=sample_fmts=fltp:channel_layouts=stereo']

function fades({ from, to, fadeIn, fadeOut }: HeardClip): readonly string[] {
  return [
    ...(fadeIn > 0 ? [`afade=t=in:ss=0:ns=${fadeIn}:curve=qsin`] : []),
    ...(fadeOut > 0 ? [`afade=t=out:ss=${to - from - fadeOut}:ns=${fadeOut}:curve=qsin`] : []),
  ]
}
