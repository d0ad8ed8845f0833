import { z } from 'zod'
import { STAGES } from 'shared/progress'
import {
  adjustment,
  assetId,
  type JobKind,
  jobStep,
  PARALLAX,
  problem,
  resolvedRequest,
  type ResolvedRequest,
  tags,
  timedWord,
} from 'shared/wire'
import type { JobRow, JsonText } from '../db/index.ts'

const film = { video: assetId, poster: assetId, filmstrip: assetId }
const words = z.array(timedWord)

/** What a finished job left, by asset ids, of each kind. */
const storedResult = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('clip'), ...film, original: assetId.optional(), parallax: z.enum(PARALLAX).optional() }),
  z.object({ kind: z.literal('image'), image: assetId }),
  z.object({ kind: z.literal('speech'), audio: assetId, words, draft: z.boolean() }),
  z.object({ kind: z.literal('music'), audio: assetId }),
  z.object({ kind: z.literal('transcript'), text: z.string(), language: z.string().nullable(), words, subtitles: assetId }),
  z.object({ kind: z.literal('stems'), stems: z.array(z.object({ name: z.string(), audio: assetId })) }),
  z.object({ kind: z.literal('export'), file: assetId, poster: assetId.nullable() }),
  z.object({ kind: z.literal('reel'), ...film, captions: assetId.optional() }),
])
export type StoredResult = z.infer<typeof storedResult>
export type StoredResultOf<Kind extends JobKind> = Extract<StoredResult, { kind: Kind }>

/** The asset ids of a result by their role. */
export function filesOf(result: StoredResult): Readonly<Record<string, string>> {
  switch (result.kind) {
    case 'clip': {
      const { video, poster, filmstrip, original } = result
      return { video, poster, filmstrip, ...(original === undefined ? {} : { original }) }
    }
    case 'reel': {
      const { video, poster, filmstrip, captions } = result
      return { video, poster, filmstrip, ...(captions === undefined ? {} : { captions }) }
    }
    case 'image':
      return { image: result.image }
    case 'speech':
    case 'music':
      return { audio: result.audio }
    case 'transcript':
      return { subtitles: result.subtitles }
    case 'stems':
      return Object.fromEntries(result.stems.map(({ name, audio }) => [`stem_${name}`, audio]))
    default:
      return { file: result.file, ...(result.poster === null ? {} : { poster: result.poster }) }
  }
}

/** Which step of several is at work; its picture by asset id. */
const storedStep = jobStep.extend({ preview: assetId.optional() })
export type StoredStep = z.infer<typeof storedStep>

const stageTimes = z.partialRecord(z.enum(STAGES), z.number())
/** Milliseconds spent in each stage. */
export type StageTimes = z.infer<typeof stageTimes>

/** The JSON columns of a job, parsed. What does not parse was not written by this server: a bug, so it throws. */
export function parseColumns(row: Pick<JobRow, 'kind' | 'request' | 'adjustments' | 'step' | 'result' | 'error' | 'tags'>) {
  return {
    request: parse(resolvedRequest, row.request),
    adjustments: parse(z.array(adjustment), row.adjustments),
    step: row.step === null ? null : parse(storedStep, row.step),
    result: parseResult(row),
    error: row.error === null ? null : parse(problem, row.error),
    tags: parse(tags, row.tags),
  }
}

/** What a job left; null where it has not. Rows do not repeat their kind in it. */
export function parseResult({ kind, result }: Pick<JobRow, 'kind' | 'result'>): StoredResult | null {
  return result === null ? null : storedResult.parse({ ...parse(z.record(z.string(), z.unknown()), result), kind })
}

/** A result as its column has it. */
export function resultText({ kind: _kind, ...result }: StoredResult): JsonText {
  return JSON.stringify(result)
}

export function parseAdjustments(text: JsonText) {
  return parse(z.array(adjustment), text)
}

export function parseRequest(text: JsonText): ResolvedRequest {
  return parse(resolvedRequest, text)
}

/** A request of one kind; null where it is of another. */
export function parseRequestOf<Kind extends JobKind>(kind: Kind, text: JsonText): Extract<ResolvedRequest, { kind: Kind }> | null {
  const request = parseRequest(text)
  return isOf(request, kind) ? request : null
}

function isOf<Kind extends JobKind>(request: ResolvedRequest, kind: Kind): request is Extract<ResolvedRequest, { kind: Kind }> {
  return request.kind === kind
}

export function parseStageTimes(text: JsonText): StageTimes {
  return parse(stageTimes, text)
}

/** What a job is searched by, of its request. */
export function wordsOf(request: ResolvedRequest): readonly (string | undefined)[] {
  switch (request.kind) {
    case 'clip':
      return [request.prompt, request.source?.pageTitle, request.source?.alt]
    case 'speech':
      return [request.text]
    case 'image':
    case 'music':
    case 'reel':
      return [request.prompt]
    default:
      return []
  }
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
