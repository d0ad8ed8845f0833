import {
  type JobRequest,
  type JobRequestOf,
  type JobRetry,
  type Outcome,
  refuse,
  type RemakeRequest,
  type ResolvedClip,
  succeed,
} from 'shared/wire'
import type { JobRow } from '../db/index.ts'
import { parseRequest } from './columns.ts'

/** The request of a job that is over, to be made again; the seed too, so that only what failed is different. */
export function again(row: Pick<JobRow, 'request'>, { provider, maxCostUsdMicros }: JobRetry): JobRequest {
  const shown = maxCostUsdMicros === undefined ? {} : { maxCostUsdMicros }
  const request = asAsked(row)
  if (request.kind === 'export' || request.kind === 'reel') return { ...request, ...shown }
  const elsewhere = provider !== undefined && provider !== request.provider
  const { model, ...open } = elsewhere && request.kind === 'clip' ? withoutOptions(request) : request
  return { ...open, ...(elsewhere ? { provider } : { model }), ...shown }
}

/** Another provider does not know the options of this one. */
function withoutOptions({ providerOptions: _options, ...request }: JobRequestOf<'clip'>): JobRequestOf<'clip'> {
  return request
}

/** The request of a clip in another quality: whatever model serves it there. `unsupported_option` for what has no qualities. */
export function inQuality(row: Pick<JobRow, 'request'>, { quality, maxCostUsdMicros }: RemakeRequest): Outcome<JobRequest> {
  const shown = maxCostUsdMicros === undefined ? {} : { maxCostUsdMicros }
  const request = asAsked(row)
  if (request.kind !== 'clip') {
    return refuse('unsupported_option', 'Only clips are made again in another quality.', { params: { option: 'kind', kind: request.kind } })
  }
  const { provider: _provider, model: _model, providerOptions: _options, ...open } = request
  return succeed({ ...open, quality, ...shown })
}

/** A request as it was asked for: without what only its job knows. */
function asAsked(row: Pick<JobRow, 'request'>): JobRequest {
  const request = parseRequest(row.request)
  switch (request.kind) {
    case 'clip':
      return clipAsAsked(request)
    case 'transcript':
    case 'stems': {
      const { asked: _asked, seconds: _seconds, ...rest } = request
      return rest
    }
    case 'image':
    case 'speech':
    case 'music': {
      const { asked: _asked, ...rest } = request
      return rest
    }
    case 'export': {
      const { assetId, storyboardId, ...rest } = request
      return storyboardId === undefined ? { ...rest, assetId } : { ...rest, storyboardId }
    }
    default:
      return request
  }
}

/**
 * A clip as it was asked for, its shape and seed as they came out. What was only filled in is left out where it would be put into words
 * for a model that generates. Rows of the first servers do not tell what was asked: all of it is kept.
 */
function clipAsAsked({ asked, strategy: _strategy, ...request }: ResolvedClip): JobRequestOf<'clip'> {
  if (asked === undefined) return request
  const { style, camera, lighting, motionIntensity, ...rest } = request
  return {
    ...rest,
    ...(asked.includes('style') ? { style } : {}),
    ...(asked.includes('camera') ? { camera } : {}),
    ...(asked.includes('lighting') && lighting !== undefined ? { lighting } : {}),
    ...(asked.includes('motionIntensity') ? { motionIntensity } : {}),
  }
}
