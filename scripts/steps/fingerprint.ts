import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { ROOT } from './command.ts'

const MEMORY = join(ROOT, 'node_modules', '.cache', 'fingerprints')

/**
 * SHA-256 of the names and bytes of files, in the order of their names. What pnpm installs in a package is left out: the lockfile
 * stands for it.
 * @param paths files and directories from the root of the checkout; one that is missing counts as such
 */
export async function fingerprint(paths: readonly string[]): Promise<string> {
  const hash = createHash('sha256')
  for (const path of paths)
    for (const file of await filesOf(join(ROOT, path)))
      hash.update(`${relative(ROOT, file)}\0${await readFile(file, 'base64').catch(() => 'missing')}\0`)
  return hash.digest('hex')
}

/** Whether a piece of work ended well the last time that what it depends on looked like this. */
export async function isUnchanged(work: string, now: string): Promise<boolean> {
  return (await readFile(join(MEMORY, work), 'utf8').catch(() => '')) === now
}

/** Remembers that a piece of work ended well with what it depends on looking like this. */
export async function rememberUnchanged(work: string, now: string): Promise<void> {
  await mkdir(MEMORY, { recursive: true })
  await writeFile(join(MEMORY, work), now)
}

async function filesOf(path: string): Promise<readonly string[]> {
  const isDirectory = await stat(path).then(
    (entry) => entry.isDirectory(),
    () => false,
  )
  if (!isDirectory) return [path]
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() && !relative(path, entry.parentPath).split(sep).includes('node_modules'))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
}
