import type { Asset } from 'shared/wire'
import type { Story } from '../../storyboards/index.ts'
import { planTranscript } from '../plan-sound.ts'
import type { PlanRooms } from '../plan.ts'
import { FILM_SOUND, transcriptRequest } from './film-heard.ts'
import { findVoices } from './film-sound.ts'
import type { PlannedChild } from './planned-child.ts'

/** Of the sound as it is sent: AAC of 192 kbit/s. */
const BYTES_A_SECOND = 24_000

/**
 * Plans that a film is listened to, where its captions are to show what is heard in it and somebody is set up who can listen; a film that
 * sounds as one that was listened to before is not listened to again. `isHeard` says whether the captions will show it.
 */
export async function planHeard(
  rooms: PlanRooms,
  userId: string,
  story: Story,
  mayAsk: boolean,
): Promise<{ readonly children: readonly PlannedChild[]; readonly isHeard: boolean }> {
  const asked = transcriptRequest(story)
  if (asked === null) return { children: [], isHeard: false }
  if ((await findVoices(rooms, story)).heard !== null) return { children: [], isHeard: true }
  if (!mayAsk) return { children: [], isHeard: false }
  const library = { get: async (user: string, id: string) => (id === FILM_SOUND ? soundOf(story) : await rooms.library.get(user, id)) }
  const plan = await planTranscript({ ...rooms, library }, userId, asked)
  if (!plan.ok) return { children: [], isHeard: false }
  const part = { role: 'transcript' as const, needs: [FILM_SOUND], anchored: null, basis: null }
  return { children: [{ plan: plan.value, segmentId: null, part, key: null }], isHeard: true }
}

/** The sound that a film is going to have. */
function soundOf({ duration }: Story): Asset {
  const moment = new Date(0).toISOString()
  return {
    id: FILM_SOUND,
    type: 'audio',
    mime: 'audio/mp4',
    bytes: Math.ceil(duration * BYTES_A_SECOND),
    duration,
    hasAudio: true,
    sha256: '',
    url: '',
    tags: [],
    metadata: {},
    sourceType: 'generated',
    sources: [],
    createdAt: moment,
    updatedAt: moment,
  }
}
