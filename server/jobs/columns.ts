import { z } from 'zod'
import { STAGES } from 'shared/progress'
import { adjustment, assetId, job, PARALLAX, problem, resolvedClip, tags } from 'shared/wire'
import type { JobRow, JsonText } from '../db/index.ts'

const files = { video: assetId, poster: assetId, filmstrip: assetId, original: assetId.optional() }
const result = z.object({ ...files, parallax: z.enum(PARALLAX).optional() })
/** Asset ids of a finished clip by their role, and how it came about. */
export type ResultIds = z.infer<typeof result>

/** The asset ids of a finished clip alone. */
export function filesOf({ video, poster, filmstrip, original }: ResultIds): Readonly<Record<string, string>> {
  return { video, poster, filmstrip, ...(original === undefined ? {} : { original }) }
}

const stageTimes = z.partialRecord(z.enum(STAGES), z.number())
/** Milliseconds spent in each stage. */
export type StageTimes = z.infer<typeof stageTimes>

/** The JSON columns of a job, parsed. What does not parse was not written by this server: a bug, so it throws. */
export function parseColumns(row: Pick<JobRow, 'request' | 'adjustments' | 'step' | 'result' | 'error' | 'tags'>) {
  return {
    request: parse(resolvedClip, row.request),
    adjustments: parse(z.array(adjustment), row.adjustments),
    step: row.step === null ? null : parse(job.shape.step, row.step),
    result: row.result === null ? null : parse(result, row.result),
    error: row.error === null ? null : parse(problem, row.error),
    tags: parse(tags, row.tags),
  }
}

export function parseAdjustments(text: JsonText) {
  return parse(z.array(adjustment), text)
}

export function parseRequest(text: JsonText) {
  return parse(resolvedClip, text)
}

export function parseStageTimes(text: JsonText): StageTimes {
  return parse(stageTimes, text)
}

/** What `q` searches a job by, lower-cased. */
export function searchText(parts: readonly (string | null | undefined)[]): string {
  return parts
    .filter((part) => part !== null && part !== undefined)
    .join('\n')
    .toLowerCase()
}

function parse<T>(schema: z.ZodType<T>, text: JsonText): T {
  return schema.parse(JSON.parse(text))
}
