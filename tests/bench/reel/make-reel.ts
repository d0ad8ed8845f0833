import { setTimeout as wait } from 'node:timers/promises'
import { isTerminal } from 'shared/progress'
import { asset, type Job, job, jobList, type Storyboard, storyboard } from 'shared/wire'
import type { RunningServer } from '../../harness/server.ts'
import { cpuOfTree } from './tree-cpu.ts'

/** How often a reel at work is looked at, in milliseconds. */
const LOOK_MS = 250

/** Seconds from when a reel was asked for. */
interface Span {
  readonly from: number
  readonly to: number
}

/** What making a reel took, in seconds. */
export interface MadeReel {
  readonly wall: number
  /** Of processor time, the server's and that of everything that it started. */
  readonly cpu: number
  /** Of the film. */
  readonly length: number
  readonly segments: Span
  readonly music: Span
  /** Each step that the reel itself went through at its end, one after the other. */
  readonly steps: ReadonlyMap<string, number>
}

/** What the bench asks of a server. */
export interface Client {
  upload(bytes: Uint8Array, mime: string): Promise<string>
  tell(story: object): Promise<Storyboard>
  make(storyboardId: string): Promise<MadeReel>
}

export function clientOf(server: RunningServer): Client {
  const ask = async (where: string, sent?: { readonly body: BodyInit; readonly mime: string }): Promise<unknown> => {
    const authorisation = { Authorization: `Bearer ${server.token}` }
    const asked = sent === undefined ? {} : { method: 'POST', body: sent.body }
    const headers = sent === undefined ? authorisation : { ...authorisation, 'Content-Type': sent.mime }
    const answer = await fetch(`${server.base}${where}`, { ...asked, headers })
    const text: unknown = await answer.json()
    if (!answer.ok) throw new Error(JSON.stringify(text))
    return text
  }
  const post = (where: string, body: object) => ask(where, { body: JSON.stringify(body), mime: 'application/json' })
  const look = async (id: string): Promise<Job> => job.parse(await ask(`/api/jobs/${id}`))
  return {
    upload: async (bytes, mime) => asset.parse(await ask('/api/assets', { body: new Uint8Array(bytes), mime })).id,
    tell: async (story) => storyboard.parse(await post('/api/storyboards', story)),
    make: async (storyboardId) => {
      const before = cpuOfTree(server.pid)
      const start = performance.now()
      const now = (): number => (performance.now() - start) / 1000
      const { id } = job.parse(await post('/api/jobs', { kind: 'reel', storyboardId }))
      const begun = new Map<string, number>()
      let reel = await look(id)
      while (!isTerminal(reel.status)) {
        const { step } = reel
        if (step !== null && !begun.has(step.name)) begun.set(step.name, now())
        await wait(LOOK_MS)
        reel = await look(id)
      }
      const wall = now()
      if (reel.kind !== 'reel' || reel.result === null) throw new Error(JSON.stringify(reel.error))
      const children = jobList.parse(await ask(`/api/jobs?parentId=${id}&limit=100`)).items
      const since = Date.parse(reel.createdAt)
      return {
        wall,
        cpu: cpuOfTree(server.pid) - before,
        length: reel.result.video.duration ?? 0,
        segments: spanOf(children, 'clip', since),
        music: spanOf(children, 'music', since),
        steps: stepsOf(begun, wall),
      }
    },
  }
}

/** From when the first of a kind was taken up until the last was done. */
function spanOf(children: readonly Job[], kind: Job['kind'], since: number): Span {
  const alike = children.filter((child) => child.kind === kind)
  const times = (pick: (child: Job) => string | null | undefined): readonly number[] =>
    alike.flatMap((child) => {
      const time = pick(child)
      return time === null || time === undefined ? [] : [(Date.parse(time) - since) / 1000]
    })
  return { from: Math.min(...times(({ startedAt }) => startedAt)), to: Math.max(...times(({ finishedAt }) => finishedAt)) }
}

function stepsOf(begun: ReadonlyMap<string, number>, end: number): ReadonlyMap<string, number> {
  const own = [...begun].filter(([name]) => name === 'captions' || name === 'sound' || name === 'stitch')
  return new Map(own.map(([name, from], index) => [name, (own[index + 1]?.[1] ?? end) - from]))
}
