import { writeFile } from 'node:fs/promises'
import { type Outcome, refuse, type ResolvedExport, succeed } from 'shared/wire'
import { type GeneratedAsset, writeZip } from '../../media/index.ts'
import { readStory } from '../../storyboards/index.ts'
import { withAssets, pathOf } from '../reel/local-files.ts'
import type { ReelRooms } from '../reel/rooms.ts'
import type { Work } from '../work.ts'
import { findProject, type Project, projectTexts, timelineText } from './project-contents.ts'
import { PROJECT_LIMITS } from './project-format.ts'

const OTIO_MIME = 'application/vnd.pixar.opentimelineio+json'

/** A document that lies in the storage, as it goes into the library. */
export type ProjectDocument = Omit<GeneratedAsset, 'userId' | 'sourceJobId'>

/** Writes the storyboard of an export itself: with all of its media as an archive, or as a time line for other editors. */
export async function writeProject(
  rooms: ReelRooms,
  work: Work<ResolvedExport>,
  preset: 'archive' | 'otio',
): Promise<Outcome<ProjectDocument>> {
  const { lease, request } = work
  const story = await readStory(rooms.db, lease.userId, request.storyboardId ?? '')
  if (story === null) return refuse('not_found', 'The storyboard was deleted before its export was written.')
  const project = await findProject(rooms, story)
  if (!project.ok) return project
  return preset === 'otio' ? await writeTimeline(rooms, project.value) : await writeArchive(rooms, work, project.value)
}

async function writeTimeline(rooms: ReelRooms, project: Project): Promise<Outcome<ProjectDocument>> {
  await using output = await rooms.storage.temporary('otio')
  await writeFile(output.path, timelineText(project))
  return succeed({ type: 'document', mime: OTIO_MIME, title: project.story.title, ...(await rooms.storage.commit(output.path)) })
}

async function writeArchive(
  rooms: ReelRooms,
  { walk, progress }: Work<ResolvedExport>,
  project: Project,
): Promise<Outcome<ProjectDocument>> {
  const { story, assets } = project
  const whole = assets.reduce((sum, { asset }) => sum + asset.bytes, 1)
  if (whole > PROJECT_LIMITS.bytes) {
    const detail = `The project has ${whole} bytes; an archive holds ${PROJECT_LIMITS.bytes}. Remove takes that the film does not show.`
    return refuse('payload_too_large', detail, { params: { bytes: whole, limitBytes: PROJECT_LIMITS.bytes } })
  }
  const texts = await projectTexts(rooms, project)
  await using output = await rooms.storage.temporary('zip')
  const ids = assets.map(({ asset }) => asset.id)
  const written = await withAssets(rooms, story.userId, ids, async (paths) => {
    const media = assets.map(({ asset, path: name }) => ({ name, path: pathOf(paths, asset.id) }))
    const documents = [...texts].map(([name, text]) => ({ name, text }))
    const onProgress = (bytes: number): void => {
      walk.beat()
      progress.report('generating', Math.min(1, bytes / whole))
    }
    return await writeZip(output.path, [...documents, ...media], { at: story.updatedAt, signal: walk.signal, onProgress })
  })
  if (!written.ok) return written
  progress.report('uploading', 0)
  return succeed({ type: 'document', mime: 'application/zip', title: story.title, ...(await rooms.storage.commit(output.path)) })
}
