import { mkdir, rm } from 'node:fs/promises'
import { type Outcome, succeed } from 'shared/wire'
import { type GeneratedAsset, probeSound } from '../../media/index.ts'
import type { Story } from '../../storyboards/index.ts'
import { parseRequestOf } from '../columns.ts'
import { held } from '../transitions.ts'
import { fenced } from '../walk.ts'
import { turn } from '../work.ts'
import { heardKey } from './film-heard.ts'
import { clipAssets, filmPlan } from './film-plan.ts'
import { findVoices, soundAssets, type Voices, writeSoundtrack } from './film-sound.ts'
import { giveUp } from './hand-over.ts'
import { withAssets } from './local-files.ts'
import type { Look } from './look.ts'
import type { ReelRooms, ReelWork } from './rooms.ts'

/** As loud as speech mostly is, in LUFS: whoever listens is given what is heard at its usual level. */
const LOUDNESS = -16

/**
 * Hands the sound of a film, its voices and what its clips bring but no music, to the child that writes down what is said. A film in
 * which nothing is heard is not listened to: then the child is given up.
 */
export async function listenToFilm(rooms: ReelRooms, work: ReelWork, { story, children }: Look, childId: string): Promise<Outcome<null>> {
  const child = children.find(({ id }) => id === childId)
  const asked = child === undefined ? null : parseRequestOf('transcript', child.request)
  if (child === undefined || asked === null) return succeed(null)
  const voices = { ...(await findVoices(rooms, story)), music: null }
  const key = heardKey(story, voices)
  const sound = key === null ? succeed(null) : await soundOfFilm(rooms, work, story, voices)
  if (!sound.ok) return sound
  const asset = sound.value
  if (asset === null) return await giveUp(rooms, work, childId)
  const written = await fenced(work.walk, rooms.changes, async (tx, record) => {
    const mine = await held(tx, work.lease)
    if (!mine.ok) return mine
    const assetId = await rooms.library.insertGenerated(tx, record, asset, rooms.clock())
    const request = JSON.stringify({ ...asked, assetId, seconds: asset.duration ?? story.duration })
    const handed = { waits: 0 as const, request, request_hash: key ?? '' }
    await tx.updateTable('jobs').set(handed).where('id', '=', childId).where('waits', '=', 1).where('status', '=', 'queued').execute()
    await tx
      .insertInto('asset_references')
      .values({ asset_id: assetId, owner_kind: 'job', owner_id: childId, role: 'assetId' })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    await record({ entity: 'job', id: childId, op: 'put' })
    return { ok: true, value: null }
  })
  if (!written.ok) return written
  rooms.crash.reach('after_hand_over')
  rooms.children.wake({ ...child, status: 'queued' })
  return written
}

async function soundOfFilm(rooms: ReelRooms, work: ReelWork, story: Story, voices: Voices): Promise<Outcome<GeneratedAsset | null>> {
  const { signal } = work.walk
  const loud = { ...story, soundtrack: { ...story.soundtrack, music: null, loudness: LOUDNESS } }
  const taken = await turn(work.walk, 'finish', () =>
    withAssets(rooms, story.userId, [...clipAssets(story), ...soundAssets(voices)], async (paths) => {
      await using file = await rooms.storage.temporary('heard')
      const directory = `${file.path}.film`
      await mkdir(directory, { recursive: true })
      try {
        const plan = filmPlan(rooms, story, { paths, output: file.path, layers: [], soundtrack: null, subtitles: null })
        const output = `${directory}/heard.m4a`
        const mixed = await writeSoundtrack(rooms, loud, { plan, voices, paths, output }, signal)
        if (!mixed.ok || mixed.value === null) return mixed.ok ? succeed(null) : mixed
        const probed = await probeSound(rooms.ffmpeg, output, signal)
        if (!probed.ok) return probed
        const { mime, codec, duration, bitrate } = probed.value
        const measured = { type: 'audio' as const, mime, codec, duration, bitrate, hasAudio: true }
        return succeed({ userId: story.userId, sourceJobId: work.row.id, ...measured, ...(await rooms.storage.commit(output)) })
      } finally {
        await rm(directory, { recursive: true, force: true })
      }
    }),
  )
  work.walk.waiting(true)
  return taken
}
