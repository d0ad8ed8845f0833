import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { type Outcome, refuse, succeed } from 'shared/wire'
import type { z } from 'zod'
import type { ZipReader } from '../../media/index.ts'
import { type ArchivedStory, archivedStory } from '../../storyboards/index.ts'
import {
  PROJECT,
  PROJECT_FILES,
  PROJECT_LIMITS,
  type ProjectFile,
  projectHead,
  type ProjectManifest,
  projectManifest,
} from './project-format.ts'

/** A project whose texts were read and whose files were judged by their names and sizes alone. */
export interface ReadProject {
  readonly story: ArchivedStory
  readonly files: readonly ProjectFile[]
}

/** Reads what an archive says of itself. Problems are `media_invalid` with `params.reason`, and `payload_too_large`. */
export async function readProject(zip: ZipReader): Promise<Outcome<ReadProject>> {
  const manifest = await readManifest(zip)
  if (!manifest.ok) return manifest
  const text = await zip.text(PROJECT_FILES.storyboard, PROJECT_LIMITS.text)
  if (!text.ok) return text
  if (sha256Of(text.value) !== manifest.value.storyboard.sha256) return wrongBytes(PROJECT_FILES.storyboard)
  const story = parse(archivedStory, text.value)
  if (story === null)
    return damaged('storyboard', 'The storyboard of the archive cannot be read. Export the project again where it was made.')
  const files = judgeFiles(zip, manifest.value)
  return files.ok ? succeed({ story, files: files.value }) : files
}

async function readManifest(zip: ZipReader): Promise<Outcome<ProjectManifest>> {
  if (!zip.members.has(PROJECT_FILES.manifest)) return noProject()
  const text = await zip.text(PROJECT_FILES.manifest, PROJECT_LIMITS.text)
  if (!text.ok) return text
  const head = parse(projectHead, text.value)
  if (head === null) return noProject()
  if (head.version > PROJECT.version) {
    const detail = `The project was written by a newer Pagereel (format ${head.version}; this one reads up to ${PROJECT.version}). Update this server and open it again.`
    return refuse('media_invalid', detail, { params: { reason: 'newer_version', version: head.version, supported: PROJECT.version } })
  }
  const manifest = parse(projectManifest, text.value)
  return manifest === null
    ? damaged('manifest', 'The list of files of the archive cannot be read. Export the project again where it was made.')
    : succeed(manifest)
}

function judgeFiles(zip: ZipReader, { files }: ProjectManifest): Outcome<readonly ProjectFile[]> {
  const [ids, paths] = [new Set(files.map(({ id }) => id)), new Set(files.map(({ path }) => path))]
  if (ids.size < files.length || paths.size < files.length) return damaged('manifest', 'The archive lists a file twice.')
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
  if (bytes > PROJECT_LIMITS.bytes) {
    return refuse('payload_too_large', `A project may have ${PROJECT_LIMITS.bytes} bytes.`, {
      params: { limitBytes: PROJECT_LIMITS.bytes },
    })
  }
  for (const file of files) {
    const member = zip.members.get(file.path)
    if (member === undefined) {
      const detail = `The archive lacks ${file.path}. Use the archive as it was written, with all of its files.`
      return refuse('media_invalid', detail, { params: { reason: 'missing', file: file.path } })
    }
    if (member.bytes !== file.bytes) return wrongBytes(file.path)
  }
  return succeed(files)
}

/** Unpacks the media of a project into a directory under names of our own, each judged by its hash. Gives the paths in the order of `files`. */
export async function unpackFiles(
  zip: ZipReader,
  files: readonly ProjectFile[],
  directory: string,
  signal: AbortSignal,
): Promise<Outcome<readonly string[]>> {
  const paths: string[] = []
  for (const [index, { path: name, sha256 }] of files.entries()) {
    const path = join(directory, String(index))
    const found = await zip.extract(name, path, signal)
    if (!found.ok) return found
    if (found.value.sha256 !== sha256) return wrongBytes(name)
    paths.push(path)
  }
  return succeed(paths)
}

function parse<Schema extends z.ZodType>(schema: Schema, text: string): z.infer<Schema> | null {
  try {
    const parsed = schema.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}

function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function noProject(): Outcome<never> {
  return damaged('not_a_project', 'This zip is not a Pagereel project: choose a file that was exported as a project archive.')
}

function wrongBytes(file: string): Outcome<never> {
  const detail = `${file} is not what was exported: the archive is damaged or was changed. Export the project again where it was made.`
  return refuse('media_invalid', detail, { params: { reason: 'wrong_hash', file } })
}

function damaged(reason: string, detail: string): Outcome<never> {
  return refuse('media_invalid', detail, { params: { reason } })
}
