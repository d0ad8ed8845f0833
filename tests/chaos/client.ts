import { isTerminal } from 'shared/progress'
import { asset, type Job, job, type JobRequest } from 'shared/wire'
import { setTimeout as wait } from 'node:timers/promises'
import type { RunningServer } from '../harness/server.ts'

type Address = Pick<RunningServer, 'base' | 'token'>

/** Asks for a job under a key; null where the server died over it. */
export async function postJob(server: Address, key: string, request: JobRequest): Promise<Job | null> {
  const answer = await fetch(`${server.base}/api/jobs`, {
    method: 'POST',
    headers: { ...authorised(server), 'Content-Type': 'application/json', 'Idempotency-Key': key },
    body: JSON.stringify(request),
  }).catch(() => null)
  if (answer === null) return null
  const text = await answer.text().catch(() => null)
  if (text === null) return null
  if (!answer.ok) throw new Error(`${answer.status} ${text}`)
  return job.parse(JSON.parse(text))
}

export async function readJob(server: Address, id: string): Promise<Job> {
  const answer = await fetch(`${server.base}/api/jobs/${id}`, { headers: authorised(server) })
  return job.parse(await answer.json())
}

export async function uploadPicture(server: Address, picture: Buffer): Promise<string> {
  const answer = await fetch(`${server.base}/api/assets`, {
    method: 'POST',
    headers: { ...authorised(server), 'Content-Type': 'image/jpeg' },
    body: new Uint8Array(picture),
  })
  return asset.parse(await answer.json()).id
}

/** Asks again and again until the job is as wanted; null when the time is up. */
export async function waitForJob(server: Address, id: string, wanted: (job: Job) => boolean, limitMs: number): Promise<Job | null> {
  for (const until = performance.now() + limitMs; performance.now() < until; await wait(50)) {
    const now = await readJob(server, id)
    if (wanted(now)) return now
  }
  return null
}

export const isOver = (job: Job): boolean => isTerminal(job.status)

export function authorised({ token }: Address): Record<string, string> {
  return { Authorization: `Bearer ${token}` }
}
