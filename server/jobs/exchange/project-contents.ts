import { createHash } from 'node:crypto'
import type { Cue } from 'shared/captions'
import { toSrt, toWebVtt } from 'shared/captions'
import { type Asset, type Outcome, refuse, succeed } from 'shared/wire'
import { type ArchivedSound, archiveStory, MUSIC_PLACE, type Story } from '../../storyboards/index.ts'
import { findVoices, type Voices } from '../reel/film-sound.ts'
import { cuesOf } from '../reel/film-words.ts'
import { musicRequest, speechRequest } from '../reel/requests.ts'
import type { ReelRooms } from '../reel/rooms.ts'
import { findSpoken } from '../reel/sound-of-story.ts'
import { PROJECT, PROJECT_FILES, type ProjectManifest } from './project-format.ts'
import { mediaPath, nameAssets } from './project-names.ts'
import { timelineOfStory } from './timeline.ts'

/** An asset of a project under the path that it has in its archive. */
export interface ProjectAsset {
  readonly asset: Asset
  readonly path: string
}

/** Everything that a project is written from. */
export interface Project {
  readonly story: Story
  readonly voices: Voices
  readonly cues: readonly Cue[]
  readonly assets: readonly ProjectAsset[]
}

/** Finds what belongs to a story: its pictures, takes, frames, voices and music. `media_invalid` where a file is gone. */
export async function findProject(rooms: ReelRooms, story: Story): Promise<Outcome<Project>> {
  const voices = await findVoices(rooms, story)
  const named = nameAssets(story, voices)
  const found = await rooms.library.many(
    story.userId,
    named.map(({ id }) => id),
  )
  const assets: ProjectAsset[] = []
  for (const { id, name } of named) {
    const asset = found.get(id)
    if (asset === undefined)
      return refuse('media_invalid', 'A file of the storyboard is no longer in the library.', { action: 'change_picture' })
    assets.push({ asset, path: mediaPath(name, asset.mime) })
  }
  return succeed({ story, voices, cues: cuesOf(story, voices), assets })
}

/** The time line of a project for other editors, as the text of an OTIO file. */
export function timelineText({ story, voices, cues, assets }: Project): string {
  const media = new Map(
    assets.map(({ asset, path }) => [asset.id, { name: path, seconds: asset.duration ?? null, hasAudio: asset.hasAudio === true }]),
  )
  return JSON.stringify(timelineOfStory(story, { voices, cues, media }), null, 2)
}

/** The texts of an archive by their paths, the manifest first. Equal projects give equal texts. */
export async function projectTexts(rooms: ReelRooms, project: Project): Promise<ReadonlyMap<string, string>> {
  const { story, cues, assets } = project
  const storyboard = JSON.stringify(archiveStory(story, { sounds: await soundsOf(rooms, project), heard: project.voices.heard }), null, 2)
  const manifest: ProjectManifest = {
    ...PROJECT,
    title: story.title,
    storyboard: { path: PROJECT_FILES.storyboard, sha256: createHash('sha256').update(storyboard).digest('hex') },
    files: assets.map(({ asset: { id, sha256, bytes, type, mime }, path }) => ({ id, path, sha256, bytes, type, mime })),
  }
  const captions: readonly (readonly [string, string])[] =
    cues.length === 0
      ? []
      : [
          [PROJECT_FILES.webVtt, toWebVtt(cues, story.captions.place)],
          [PROJECT_FILES.subRip, toSrt(cues)],
        ]
  return new Map([
    [PROJECT_FILES.manifest, JSON.stringify(manifest, null, 2)],
    [PROJECT_FILES.storyboard, storyboard],
    [PROJECT_FILES.timeline, timelineText(project)],
    [PROJECT_FILES.bundleVersion, BUNDLE_VERSION],
    ...captions,
  ])
}

/** Of OTIO bundles (`.otioz`), the version that has media beside `content.otio`. */
const BUNDLE_VERSION = '1.0.0\n'

/** Voices and music that were made for a story, by what was asked for; what is its own by its document is not among them. */
async function soundsOf({ db }: ReelRooms, { story, voices }: Project): Promise<readonly ArchivedSound[]> {
  const sounds: ArchivedSound[] = []
  for (const segment of story.segments) {
    const request = speechRequest(story, segment)
    const at = { storyboardId: story.id, segmentId: segment.id }
    const spoken = request === null ? null : await findSpoken(db, at, request)
    if (request === null || spoken === null) continue
    const { assetId, words, draft } = spoken
    // A voice whose file was deleted is none.
    if (!voices.narrations.some((narration) => narration.assetId === assetId)) continue
    sounds.push({ place: segment.id, request: { ...request }, assetId, words: [...words], draft })
  }
  const music = musicRequest(story)
  if (music !== null && voices.music !== null)
    sounds.push({ place: MUSIC_PLACE, request: { ...music }, assetId: voices.music, words: [], draft: false })
  return sounds
}
