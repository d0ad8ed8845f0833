import type { Adjustment, JobRequestOf, TimedWord } from 'shared/wire'
import { z } from 'zod'
import { broughtSound, HEARD_PLACE, type Story } from '../../storyboards/index.ts'
import { parseResult } from '../columns.ts'
import { hashOf } from '../repository.ts'
import type { Narration, Voices } from './film-sound.ts'
import type { ReelRooms } from './rooms.ts'

/** What the words of an imported film are found by. */
const heardRequest = z.object({ key: z.string() })
/** Stands for a film's sound in the request of its transcript until there is one. */
export const FILM_SOUND = 'promised:sound:film'
const LANGUAGE = /^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/

/** Whether the captions of a story are to show what is heard in its film. */
export function wantsHearing({ captions }: Pick<Story, 'captions'>): boolean {
  return captions.mode !== 'off' && captions.source === 'transcript'
}

/** Says that captions which were to show what is heard show the narration, timed by what is known of it. */
export function notTranscribed({ soundtrack }: Pick<Story, 'soundtrack'>): Adjustment {
  const got = soundtrack.voice === null ? 'script' : 'voice'
  const why = `Captions show the narration, timed by the ${got}; nothing is transcribed for them.`
  return { field: 'captions.source', asked: 'transcript', got, code: 'captions_not_transcribed', why }
}

/** What is asked for the words that are heard in a film; null where they are not wanted, or nothing can be heard in it. */
export function transcriptRequest(story: Story): JobRequestOf<'transcript'> | null {
  const { voice } = story.soundtrack
  const isSpoken = voice !== null && (voice.asset !== null || story.segments.some(({ narration }) => narration.trim() !== ''))
  if (!wantsHearing(story) || (!isSpoken && story.segments.every(({ audio }) => audio === 'mute'))) return null
  const language = voice?.language ?? null
  return { kind: 'transcript', assetId: FILM_SOUND, ...(language === null || !LANGUAGE.test(language) ? {} : { language }) }
}

/**
 * By what the transcript of a film is found again: everything that is heard in it but its music, and when. Null while something of it is
 * not there yet.
 */
export function heardKey(story: Story, { narrations, recording }: Pick<Voices, 'narrations' | 'recording'>): string | null {
  const spoken = story.soundtrack.voice !== null && story.soundtrack.voice.asset === null
  const isWhole = story.segments.every(({ chosen }) => chosen !== null) && (!spoken || narrations.every(({ assetId }) => assetId !== null))
  if (!isWhole) return null
  const clips = story.segments.map(({ chosen, length, audio, place }) => ({
    ...(audio === 'mute' ? {} : { asset: chosen?.assetId ?? null, from: chosen?.in ?? 0 }),
    ...place,
    length,
  }))
  const voices = narrations.map(({ assetId, start }: Narration) => ({ assetId, start }))
  const { voice } = story.soundtrack
  return hashOf({ heard: 1, clips, voices, recording, gain: voice?.gain ?? 0, language: voice?.language ?? null })
}

/** The words that were heard in a film that sounds as this one does, at its times; null where it was not listened to. */
export async function findHeard(
  { db }: Pick<ReelRooms, 'db'>,
  story: Story,
  voices: Pick<Voices, 'narrations' | 'recording'>,
): Promise<readonly TimedWord[] | null> {
  const key = wantsHearing(story) ? heardKey(story, voices) : null
  if (key === null) return null
  const row = await db
    .selectFrom('jobs')
    .selectAll()
    .where('user_id', '=', story.userId)
    .where('request_hash', '=', key)
    .where('kind', '=', 'transcript')
    .where('status', '=', 'completed')
    .where('deleted_at', 'is', null)
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  const result = row === undefined ? null : parseResult(row)
  if (result?.kind === 'transcript') return result.words
  const brought = await broughtSound(db, story.id, HEARD_PLACE)
  return heardRequest.safeParse(brought?.request).data?.key === key ? (brought?.words ?? null) : null
}
