import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

const KEPT_MS = 7 * 86_400_000

/** Removes the rendered joins of stories of which none was rendered for a week: they are made again where they are missed. */
export async function removeOldJoins(directory: string, now: number): Promise<void> {
  const stories = await readdir(directory).catch(() => [])
  for (const story of stories) {
    const path = join(directory, story)
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: now }))
    if (now - mtimeMs > KEPT_MS) await rm(path, { recursive: true, force: true })
  }
}
