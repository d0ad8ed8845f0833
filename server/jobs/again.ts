import type { JobRequest, JobRetry, RemakeRequest, ResolvedClip } from 'shared/wire'
import type { JobRow } from '../db/index.ts'
import { parseRequest } from './columns.ts'

/** The request of a job that is over, to be made again; the seed too, so that only what failed is different. */
export function again(row: Pick<JobRow, 'request'>, { provider, maxCostUsdMicros }: JobRetry): JobRequest {
  const { model, ...request } = askedAgain(parseRequest(row.request))
  const elsewhere = provider !== undefined && provider !== request.provider
  return { ...request, ...(elsewhere ? { provider } : { model }), ...shown(maxCostUsdMicros) }
}

/** The request of a job in another quality: whatever model serves it there. */
export function inQuality(row: Pick<JobRow, 'request'>, { quality, maxCostUsdMicros }: RemakeRequest): JobRequest {
  const { provider: _provider, model: _model, providerOptions: _options, ...request } = askedAgain(parseRequest(row.request))
  return { ...request, quality, ...shown(maxCostUsdMicros) }
}

/**
 * A request as it was asked for, its shape and seed as they came out. What was only filled in is left out where it would be put into words
 * for a model that generates. Rows of the first servers do not tell what was asked: all of it is kept.
 */
function askedAgain({ asked, strategy: _strategy, ...request }: ResolvedClip): JobRequest {
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

function shown(maxCostUsdMicros: number | undefined): { readonly maxCostUsdMicros?: number } {
  return maxCostUsdMicros === undefined ? {} : { maxCostUsdMicros }
}
