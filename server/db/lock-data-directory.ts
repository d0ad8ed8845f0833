import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import BetterSqlite from 'better-sqlite3'

export type DirectoryLock = { readonly ok: true; release(): Promise<void> } | { readonly ok: false; readonly pid: number | null }

/**
 * Takes `directory` for this process alone. The lock is SQLite's exclusive lock on a file of its own, which the operating system
 * drops with the process however it dies; the pid lies beside it only so that a second server can name the first.
 */
export async function lockDataDirectory(directory: string): Promise<DirectoryLock> {
  await mkdir(directory, { recursive: true })
  const pidFile = path.join(directory, 'server.pid')
  const handle = takeExclusively(path.join(directory, 'lock.sqlite'))
  if (handle === null) return { ok: false, pid: await readPid(pidFile) }
  await writeFile(pidFile, `${process.pid}\n`)
  const release = async () => {
    if (!handle.open) return
    await rm(pidFile, { force: true })
    handle.close()
  }
  return { ok: true, release }
}

function takeExclusively(file: string): BetterSqlite.Database | null {
  const handle = new BetterSqlite(file, { timeout: 0 })
  try {
    handle.pragma('journal_mode = DELETE')
    handle.exec('BEGIN EXCLUSIVE')
    return handle
  } catch (error) {
    handle.close()
    if (error instanceof BetterSqlite.SqliteError && error.code.startsWith('SQLITE_BUSY')) return null
    throw error
  }
}

async function readPid(file: string): Promise<number | null> {
  const text = await readFile(file, 'utf8').catch(() => '')
  const pid = Number.parseInt(text, 10)
  return Number.isSafeInteger(pid) && pid > 0 ? pid : null
}
