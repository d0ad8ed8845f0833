import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { constants, getPriority } from 'node:os'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { discoverFfmpeg, makeChildPool, runFfmpeg, type ChildPool } from '../../server/media/index.ts'
import { descendants, isAlive, waitUntilGone } from '../harness/processes.ts'

type Event = { pid: number; compiled?: string | undefined; ffmpeg?: boolean | undefined }

const fixture = (name: string) => new URL(`../fixtures/media/${name}`, import.meta.url)
const event = z.object({ pid: z.int(), compiled: z.string().optional(), ffmpeg: z.boolean().optional() })
const endless = ['-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=30', '-f', 'null', '-']
const pools: ChildPool<string, Event>[] = []

function openPool(options: { parallel?: number; recycleAfterTasks?: number; recycleAboveBytes?: number; idle?: number } = {}) {
  const pool = makeChildPool<string, Event>({ entry: fixture('pool-child.ts'), event, parallel: 1, ...options })
  pools.push(pool)
  return pool
}

async function runTask(pool: ChildPool<string, Event>, task: string) {
  const events: Event[] = []
  const outcome = await pool.run(task, { signal: new AbortController().signal, onEvent: (each) => events.push(each) })
  return { outcome, pid: events[0]?.pid ?? 0, compiled: events[0]?.compiled }
}

async function systemFfmpeg() {
  const found = await discoverFfmpeg({ ffmpegPath: null, ffprobePath: null })
  if (!found.ok) throw new Error(found.message)
  return found.ffmpeg
}

afterEach(async () => {
  for (const pool of pools.splice(0)) await pool.close()
})

describe('the child pool', () => {
  it('does tasks one after another in one child, and keeps a spare', async () => {
    const pool = openPool()
    await pool.warm()
    expect(pool.pids()).toHaveLength(1)
    const first = await runTask(pool, 'answer')
    const second = await runTask(pool, 'answer')
    expect(first.outcome).toEqual({ ok: true, value: null })
    expect(second.pid).toBe(first.pid)
    expect(pool.pids()).toHaveLength(2)
  })

  it('starts no spare while as many children as can be used work, and has one again once a task was stopped', async () => {
    const pool = openPool({ parallel: 2 })
    const holding = [new AbortController(), new AbortController()]
    const begun = holding.map(() => Promise.withResolvers<null>())
    const running = holding.map(({ signal }, index) =>
      pool.run('encode', { signal, onEvent: (each) => each.ffmpeg === true && begun[index]?.resolve(null) }),
    )
    await Promise.all(begun.map(({ promise }) => promise))
    expect(pool.pids()).toHaveLength(2)
    for (const each of holding) each.abort()
    await Promise.all(running)
    await vi.waitFor(() => expect(pool.pids()).toHaveLength(1))
  })

  it('yields the processors to the server, as a process and as a session', async () => {
    const { pid } = await runTask(openPool(), 'answer')
    expect(getPriority(pid)).toBe(constants.priority.PRIORITY_BELOW_NORMAL)
    const session = await readFile(`/proc/${pid}/autogroup`, 'utf8').catch(() => null)
    if (session !== null && session !== '') expect(session).toMatch(/ nice 10$/m)
  })

  it('keeps what its children compile beside the packages', async () => {
    const { compiled = '' } = await runTask(openPool(), 'answer')
    expect(compiled).toContain('node_modules')
    await vi.waitFor(async () => expect((await readdir(compiled)).length).toBeGreaterThan(100), { timeout: 10_000 })
  })

  it('gives a refusal as it is', async () => {
    const { outcome } = await runTask(openPool(), 'refuse')
    expect(outcome).toMatchObject({ ok: false, problem: { code: 'media_invalid', detail: 'As asked.' } })
  })

  it.each(['crash', 'throw'])('fails only the task of a child that dies (%s)', async (way) => {
    const pool = openPool({ parallel: 2 })
    const [crashed, other] = await Promise.all([runTask(pool, way), runTask(pool, 'answer')])
    expect(crashed.outcome).toMatchObject({ ok: false, problem: { code: 'internal_error', retryable: true } })
    expect(other.outcome.ok).toBe(true)
    expect((await runTask(pool, 'answer')).outcome.ok).toBe(true)
  })

  it('refuses a malformed task without losing the child', async () => {
    const pool = openPool()
    expect((await runTask(pool, 'juggle')).outcome).toMatchObject({ ok: false, problem: { code: 'internal_error' } })
    expect((await runTask(pool, 'answer')).outcome.ok).toBe(true)
  })

  it('kills the child and its ffmpeg when aborted', async () => {
    const pool = openPool()
    const controller = new AbortController()
    const encodes = Promise.withResolvers<Event>()
    const running = pool.run('encode', { signal: controller.signal, onEvent: (each) => each.ffmpeg === true && encodes.resolve(each) })
    const { pid } = await encodes.promise
    const pids = [pid, ...descendants(pid).map((each) => each.pid)]
    expect(pids.length).toBeGreaterThan(1)
    controller.abort()
    expect(await running).toMatchObject({ ok: false, problem: { code: 'cancelled' } })
    expect(await waitUntilGone(pids, 500)).not.toBeNull()
  })

  it('does not start a task that was aborted while it waited', async () => {
    const pool = openPool()
    const controller = new AbortController()
    const holding = new AbortController()
    const first = pool.run('encode', { signal: holding.signal, onEvent: () => {} })
    const events: Event[] = []
    const second = pool.run('answer', { signal: controller.signal, onEvent: (each) => events.push(each) })
    controller.abort()
    expect(await second).toMatchObject({ ok: false, problem: { code: 'cancelled' } })
    holding.abort()
    await first
    expect((await runTask(pool, 'answer')).outcome.ok).toBe(true)
    expect(events).toEqual([])
  })

  it('replaces a child after its tasks', async () => {
    const pool = openPool({ recycleAfterTasks: 2 })
    const pids: number[] = []
    for (let task = 0; task < 4; task += 1) pids.push((await runTask(pool, 'answer')).pid)
    expect(pids[0]).toBe(pids[1])
    expect(pids[1]).not.toBe(pids[2])
    expect(pids[2]).toBe(pids[3])
    expect(await waitUntilGone(pids.slice(0, 1), 500)).not.toBeNull()
  })

  it('replaces a child that grew fat', async () => {
    const pool = openPool({ recycleAboveBytes: 250 * 1024 * 1024 })
    const fat = await runTask(pool, 'grow')
    const next = await runTask(pool, 'answer')
    expect(fat.outcome.ok).toBe(true)
    expect(next.pid).not.toBe(fat.pid)
  })

  it('keeps no spare and no idle child where it is told how long one may be idle', async () => {
    const pool = openPool({ idle: 300 })
    await pool.warm()
    expect(pool.pids()).toEqual([])
    const first = await runTask(pool, 'answer')
    const second = await runTask(pool, 'answer')
    expect(second.pid).toBe(first.pid)
    expect(pool.pids()).toEqual([first.pid])
    expect(await waitUntilGone([first.pid], 2000)).not.toBeNull()
    expect((await runTask(pool, 'answer')).pid).not.toBe(first.pid)
  })

  it('ends a task that takes longer than it may, with all it started', async () => {
    const pool = openPool()
    await pool.warm()
    const events: Event[] = []
    const signal = new AbortController().signal
    const outcome = await pool.run('encode', { signal, limit: 1500, onEvent: (each) => events.push(each) })
    expect(outcome).toMatchObject({ ok: false, problem: { code: 'timeout' } })
    expect(await waitUntilGone([events[0]?.pid ?? 0], 500)).not.toBeNull()
    expect((await runTask(pool, 'answer')).outcome.ok).toBe(true)
  })

  it('leaves nothing behind when closed', async () => {
    const pool = openPool()
    const encodes = Promise.withResolvers<number>()
    const running = pool.run('encode', {
      signal: new AbortController().signal,
      onEvent: ({ pid, ffmpeg }) => ffmpeg === true && encodes.resolve(pid),
    })
    const child = await encodes.promise
    const pids = [...pool.pids(), ...descendants(child).map((each) => each.pid)]
    await pool.close()
    expect(await running).toMatchObject({ ok: false, problem: { code: 'cancelled' } })
    expect(await waitUntilGone(pids, 500)).not.toBeNull()
  })
})

describe('ffmpeg', () => {
  it('is killed with its watcher when aborted', async () => {
    const ffmpeg = await systemFfmpeg()
    const controller = new AbortController()
    const working = Promise.withResolvers<void>()
    const running = runFfmpeg(ffmpeg, endless, { signal: controller.signal, onProgress: () => working.resolve() })
    await working.promise
    const pids = descendants(process.pid)
      .filter(({ command }) => command.includes('testsrc2'))
      .map(({ pid }) => pid)
    expect(pids.length).toBeGreaterThan(0)
    controller.abort()
    expect(await running).toMatchObject({ ok: false, problem: { code: 'cancelled' } })
    expect(await waitUntilGone(pids, 500)).not.toBeNull()
  })

  it('leaves no watcher behind when it ends by itself', async () => {
    const ffmpeg = await systemFfmpeg()
    const before = descendants(process.pid).length
    const outcome = await runFfmpeg(ffmpeg, ['-f', 'lavfi', '-i', 'testsrc2=size=64x64:rate=30:duration=0.2', '-f', 'null', '-'], {
      signal: new AbortController().signal,
    })
    expect(outcome).toEqual({ ok: true, value: null })
    expect(descendants(process.pid).length).toBe(before)
  })

  it('says what was wrong without telling paths', async () => {
    const ffmpeg = await systemFfmpeg()
    const outcome = await runFfmpeg(ffmpeg, ['-i', '/nowhere/at-all.mp4', '-f', 'null', '-'], { signal: new AbortController().signal })
    expect(outcome).toMatchObject({ ok: false, problem: { code: 'media_invalid' } })
    expect(JSON.stringify(outcome)).not.toContain('nowhere')
  })
})

describe('after a SIGKILL of the server', () => {
  it('children, spare, ffmpeg and its watcher are gone within a second', async () => {
    const server = spawn(process.execPath, [fileURLToPath(fixture('pool-parent.ts'))], { stdio: ['ignore', 'pipe', 'inherit'] })
    await once(server.stdout, 'data')
    const pids = descendants(server.pid ?? 0)
    expect(pids.filter(({ command }) => command.includes('pool-child'))).toHaveLength(2)
    expect(pids.filter(({ command }) => command.startsWith('ffmpeg'))).toHaveLength(2)
    server.kill('SIGKILL')
    expect(
      await waitUntilGone(
        pids.map(({ pid }) => pid),
        1000,
      ),
    ).not.toBeNull()
    expect(isAlive(server.pid ?? 0)).toBe(false)
  })
})
