import type { AssetOrigin, ClipResult, ClipJob } from 'shared/wire'
import { readOrigin } from './chosen.ts'

/** The finished clip that is to be restyled. */
export interface ChosenClip {
  readonly assetId: string
  readonly posterId: string
  readonly width: number
  readonly height: number
  /** Seconds. */
  readonly duration: number
  readonly frameRate: number
  readonly prompt: string | null
  readonly origin: AssetOrigin | null
}

/** A job's finished clip as what is to be restyled. */
export function clipOf({ request }: Pick<ClipJob, 'request'>, { video, poster }: ClipResult): ChosenClip {
  return {
    assetId: video.id,
    posterId: poster.id,
    width: video.width ?? 16,
    height: video.height ?? 9,
    duration: video.duration ?? request.duration,
    frameRate: video.frameRate ?? request.frameRate,
    prompt: request.prompt ?? null,
    origin: request.source ?? null,
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

/** A clip as a draft kept it; null when it cannot be understood. */
export function readClip(value: unknown): ChosenClip | null {
  if (!isRecord(value)) return null
  const { assetId, posterId, width, height, duration, frameRate, prompt, origin } = value
  if (typeof assetId !== 'string' || typeof posterId !== 'string') return null
  const measures = [width, height, duration, frameRate].filter((each) => typeof each === 'number' && each > 0)
  const [wide, high, long, rate] = measures
  if (typeof wide !== 'number' || typeof high !== 'number' || typeof long !== 'number' || typeof rate !== 'number') return null
  return {
    assetId,
    posterId,
    width: wide,
    height: high,
    duration: long,
    frameRate: rate,
    prompt: typeof prompt === 'string' ? prompt : null,
    origin: readOrigin(origin),
  }
}
