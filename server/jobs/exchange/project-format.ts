import { ASSET_TYPES } from 'shared/wire'
import { z } from 'zod'

/** Of the archive as a whole. A version is another number as soon as an older server would read an archive wrongly. */
export const PROJECT = { format: 'pagereel-project', version: 1 } as const

/** Files of an archive that are not media. `content.otio` and `version.txt` make it an OTIO bundle as well, for editors that read those. */
export const PROJECT_FILES = {
  manifest: 'manifest.json',
  storyboard: 'storyboard.json',
  timeline: 'content.otio',
  bundleVersion: 'version.txt',
  webVtt: 'captions.vtt',
  subRip: 'captions.srt',
} as const

/** Bytes of the JSON of an archive, and of everything in it. */
export const PROJECT_LIMITS = { text: 8 * 1024 * 1024, bytes: 16 * 1024 * 1024 * 1024, files: 2000 } as const

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

/** What is read before it is known whether the rest can be. */
export const projectHead = z.object({ format: z.literal(PROJECT.format), version: z.int().min(1) })

const projectFile = z.object({
  /** As the storyboard names it. */
  id: z.string().min(1).max(64),
  path: z.string().regex(/^media\/[\w-]{1,100}\.[a-z0-9]{1,10}$/),
  sha256,
  bytes: z.int().min(1),
  type: z.enum(ASSET_TYPES),
  mime: z.string().max(100),
})
export type ProjectFile = z.infer<typeof projectFile>

export const projectManifest = projectHead.extend({
  title: z.string(),
  storyboard: z.object({ path: z.literal(PROJECT_FILES.storyboard), sha256 }),
  files: z.array(projectFile).max(PROJECT_LIMITS.files),
})
export type ProjectManifest = z.infer<typeof projectManifest>
