import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { lockDataDirectory, openDatabase } from '../../server/db/index.ts'
import { describeSchema } from './db.contract.ts'

const DB = new URL('../../server/db/index.ts', import.meta.url).href

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'pagereel-crash-'))
})
afterEach(() => rm(directory, { recursive: true, force: true }))

describe('a migration that was killed', () => {
  it('converges to head from after each of its statements', async () => {
    const statements = await schemaStatements()
    expect(statements.length).toBeGreaterThan(20)
    const memory = await openDatabase({ dialect: 'sqlite', file: ':memory:' })
    const head = await describeSchema(memory)
    await memory.close()
    for (let done = 0; done < statements.length; done += 1) {
      const file = path.join(directory, `${done}.sqlite`)
      const partial = new BetterSqlite(file)
      for (const statement of statements.slice(0, done)) partial.exec(statement)
      partial.close()
      const rerun = await openDatabase({ dialect: 'sqlite', file })
      expect(await describeSchema(rerun)).toEqual(head)
      expect(await rerun.db.selectFrom('feed').select('id').execute()).toEqual([{ id: 1 }])
      await rerun.close()
    }
  })
})

describe('the lock on the data directory', () => {
  it('refuses a second server, names the first, and ends with it even when it is killed', async () => {
    const code = `const { lockDataDirectory } = await import(${JSON.stringify(DB)})
      const lock = await lockDataDirectory(process.argv[1])
      process.stdout.write(String(lock.ok))
      setInterval(() => lock, 1000)`
    const holder = spawn(process.execPath, ['--input-type=module', '-e', code, directory], { stdio: ['ignore', 'pipe', 'inherit'] })
    const [answer] = await once(holder.stdout, 'data')
    expect(String(answer)).toBe('true')
    expect(await lockDataDirectory(directory)).toEqual({ ok: false, pid: holder.pid })
    holder.kill('SIGKILL')
    await once(holder, 'exit')
    const lock = await lockDataDirectory(directory)
    expect(lock.ok).toBe(true)
    expect(await readFile(path.join(directory, 'server.pid'), 'utf8')).toBe(`${process.pid}\n`)
    if (lock.ok) await lock.release()
  })

  it('holds within one process too, until it is released', async () => {
    const first = await lockDataDirectory(directory)
    expect(await lockDataDirectory(directory)).toEqual({ ok: false, pid: process.pid })
    if (first.ok) await first.release()
    const second = await lockDataDirectory(directory)
    expect(second.ok).toBe(true)
    if (second.ok) await second.release()
  })
})

/** Every statement that made the schema, in the order it ran, the migrator's own bookkeeping left out. */
async function schemaStatements(): Promise<string[]> {
  const file = path.join(directory, 'head.sqlite')
  await (await openDatabase({ dialect: 'sqlite', file })).close()
  const handle = new BetterSqlite(file)
  const rows: unknown[] = handle
    .prepare(`select sql from sqlite_master where sql is not null and name not like 'kysely_%' order by rowid`)
    .pluck()
    .all()
  handle.close()
  return rows.map(String)
}
