import { type JobRequestOf, musicRequest, speechRequest, type TimedWord } from 'shared/wire'
import type { Db, JobRow } from '../../db/index.ts'
import { broughtSound, MUSIC_PLACE } from '../../storyboards/index.ts'
import { parseRequestOf, parseResult } from '../columns.ts'

/** A narration that was spoken for a segment as it reads now. */
export interface Spoken {
  readonly assetId: string
  readonly words: readonly TimedWord[]
  readonly draft: boolean
}

/** The newest voice that was made for a segment and says what it is to say, as it is to be said; null where there is none. */
export async function findSpoken(
  db: Db,
  at: { storyboardId: string; segmentId: string },
  asked: JobRequestOf<'speech'>,
): Promise<Spoken | null> {
  for (const row of await madeFor(db, at.storyboardId, 'speech')) {
    const request = row.segment_id === at.segmentId ? parseRequestOf('speech', row.request) : null
    const result = parseResult(row)
    if (request !== null && result?.kind === 'speech' && saysTheSame(request, asked)) {
      return { assetId: result.audio, words: result.words, draft: result.draft }
    }
  }
  const brought = await broughtSound(db, at.storyboardId, at.segmentId)
  const request = speechRequest.safeParse(brought?.request)
  if (brought === null || brought.assetId === null || !request.success || !saysTheSame(request.data, asked)) return null
  return { ...brought, assetId: brought.assetId }
}

/** The newest music that was made for a story as it is asked for now; null where there is none. */
export async function findMusic(db: Db, storyboardId: string, asked: JobRequestOf<'music'>): Promise<string | null> {
  for (const row of await madeFor(db, storyboardId, 'music')) {
    const request = parseRequestOf('music', row.request)
    const result = parseResult(row)
    if (request !== null && result?.kind === 'music' && soundsTheSame(request, asked)) return result.audio
  }
  const brought = await broughtSound(db, storyboardId, MUSIC_PLACE)
  const request = musicRequest.safeParse(brought?.request)
  return brought !== null && request.success && soundsTheSame(request.data, asked) ? brought.assetId : null
}

function soundsTheSame(made: Omit<JobRequestOf<'music'>, 'maxCostUsdMicros'>, asked: JobRequestOf<'music'>): boolean {
  return (
    made.prompt === asked.prompt &&
    made.mood === asked.mood &&
    made.seed === asked.seed &&
    made.duration === asked.duration &&
    isFrom(made.provider, asked.provider)
  )
}

function saysTheSame(made: Omit<JobRequestOf<'speech'>, 'maxCostUsdMicros'>, asked: JobRequestOf<'speech'>): boolean {
  return (
    made.text === asked.text &&
    made.speed === asked.speed &&
    made.language === asked.language &&
    (asked.voice === undefined || made.voice === asked.voice) &&
    isFrom(made.provider, asked.provider)
  )
}

/** Whoever nobody has asked for may have been anybody. */
function isFrom(made: string | undefined, asked: string | undefined): boolean {
  return asked === undefined || made === asked
}

async function madeFor(db: Db, storyboardId: string, kind: JobRow['kind']): Promise<readonly JobRow[]> {
  return await db
    .selectFrom('jobs')
    .selectAll()
    .where('storyboard_id', '=', storyboardId)
    .where('kind', '=', kind)
    .where('status', '=', 'completed')
    .where('deleted_at', 'is', null)
    .orderBy('created_at', 'desc')
    .execute()
}
