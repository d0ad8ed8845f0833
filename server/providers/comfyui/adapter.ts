import { openAsBlob } from 'node:fs'
import { createHash } from 'node:crypto'
import { type Outcome, type Problem, succeed } from 'shared/wire'
import { type Answer, ask, quoting } from '../answer.ts'
import { failedThere, forgotten, perhapsTaken, rejected, tooBusy, unavailable } from '../answers.ts'
import { makes } from '../at-once.ts'
import { saveResult } from '../download.ts'
import type { Access, Adapter, Call, Cancelled, ClipGeneration, InputFile, Observed, Opaque, Started, StartOptions } from '../port.ts'
import { createOneShotFetch, providerFetch } from '../transport.ts'
import { follow } from './follow.ts'
import { type Graph, progressNodes } from './graph.ts'
import { type OwnGraphs, recipeOf } from './own-graph.ts'
import { failureProblem, loginNeeded, modelFilesOf, NAME, noSuchGraph, notComfyui, refusalProblem } from './problems.ts'
import {
  errorOf,
  type HistoryRecord,
  operation,
  type Operation,
  prepared,
  promptAnswer,
  promptIdOf,
  promptRefusal,
  uploadAnswer,
  videoOf,
  wasInterrupted,
} from './protocol.ts'
import { graphFor, recipeFor } from './recipes.ts'
import { look, type Standing } from './standing.ts'

type Say = ReturnType<typeof quoting>

/** One ComfyUI, and how it is asked for what costs nothing. */
interface There {
  readonly baseUrl: string
  readonly call: typeof fetch
  readonly say: Say
}

const UNCHARGED = { usdMicros: null, charged: 'nothing' } as const

/**
 * A ComfyUI of the operator's own: graphs go into its queue under an id that follows from our key, so that sending one again is safe.
 * Its queue and history live in its memory; after it restarted, a run is `lost`. Needs a build of September 2025 or later.
 * @param ownGraphs graphs that people have uploaded
 */
export function createComfyui(access: Access, ownGraphs?: OwnGraphs): Adapter {
  const say = quoting(access.log, 'comfyui', access.key)
  const there: There = { baseUrl: access.baseUrl, call: providerFetch(), say }
  const trustedOrigins = [...access.trustedOrigins, new URL(access.baseUrl).origin]
  return makes(['clip'], {
    prepare: async (generation, files, call) => await prepare(there, ownGraphs, generation, files, call),
    start: async (options, call) => await start(there, options, call),
    observe: async (kept, call) => {
      const run = operation.parse(kept)
      return observedOf(there, run, await standingOf(there, run.promptId, call))
    },
    cancel: async (kept, call) => await cancel(there, operation.parse(kept).promptId, call),
    download: async (kept, path, { signal }) => {
      const { file } = operation.parse(kept)
      if (file === null) return { ok: false, problem: failedThere(NAME) }
      const url = `${there.baseUrl}/view?${new URLSearchParams(file).toString()}`
      return await saveResult({ provider: NAME, url, path, trustedOrigins, signal })
    },
    operationOf: (promptId, generation) => {
      const recipe = recipeFor(generation.model)
      const graph = recipe === null ? null : graphFor(recipe, generation, { first: '', last: '' }, promptId)
      return operationFor(promptId, graph ?? {})
    },
    follow: async (kept, tell, { signal }) => await follow(there.baseUrl, operation.parse(kept), tell, signal),
  })
}

async function prepare(
  there: There,
  ownGraphs: OwnGraphs | undefined,
  { model }: ClipGeneration,
  files: readonly InputFile[],
  call: Call,
): Promise<Outcome<Opaque>> {
  const builtIn = recipeFor(model) !== null
  const own = builtIn ? null : (ownGraphs?.find(model) ?? null)
  if (!builtIn && own === null) return { ok: false, problem: noSuchGraph(model) }
  const images: Record<string, string> = {}
  for (const file of files) {
    const stored = await upload(there, file, call)
    if (!stored.ok) return stored
    images[file.role] = stored.value
  }
  return succeed(prepared.parse({ images, own }))
}

/** A picture under a name that its bytes give, so that it is stored once however often it is sent. */
async function upload(there: There, file: InputFile, { signal }: Call): Promise<Outcome<string>> {
  const picture = await openAsBlob(file.path, { type: file.mime })
  const bytes = new Uint8Array(await picture.arrayBuffer())
  const name = `${createHash('sha256').update(bytes).digest('hex').slice(0, 32)}.${file.name.split('.').at(-1) ?? 'png'}`
  const body = new FormData()
  body.set('image', picture, name)
  body.set('type', 'input')
  body.set('subfolder', 'pagereel')
  body.set('overwrite', 'true')
  const answer = await ask(there.call, `${there.baseUrl}/upload/image`, { method: 'POST', body, signal })
  const stored = answer.kind === 'answered' && answer.status === 200 ? uploadAnswer.safeParse(answer.json) : null
  if (stored?.success === true)
    return succeed(stored.data.subfolder === '' ? stored.data.name : `${stored.data.subfolder}/${stored.data.name}`)
  note(there.say, 'upload', answer)
  return { ok: false, problem: answer.kind === 'answered' && answer.status === 413 ? rejected(NAME, 'image') : troubleOf(answer) }
}

async function start(there: There, { generation, prepared: kept, key }: StartOptions<ClipGeneration>, call: Call): Promise<Started> {
  const { images, own } = prepared.parse(kept)
  const recipe = own === null ? recipeFor(generation.model) : recipeOf(own)
  const graph = recipe === null ? null : graphFor(recipe, generation, images, key)
  if (graph === null) return { kind: 'refused', problem: noSuchGraph(generation.model) }
  const promptId = promptIdOf(key)
  // Builds of before 2026 take an id twice without a word, so it is looked for first.
  const before = await standingOf(there, promptId, call)
  if (before.kind === 'trouble') {
    note(there.say, 'start', before.answer)
    return { kind: 'not_sent', problem: troubleOf(before.answer), retryAfterMs: retryOf(before.answer) }
  }
  if (before.kind !== 'absent') return accepted(promptId, graph)
  const once = createOneShotFetch()
  const answer = await ask(once.fetch, `${there.baseUrl}/prompt`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ prompt: graph, client_id: promptId, prompt_id: promptId }),
    signal: call.signal,
  })
  if (answer.kind === 'none' || answer.status !== 200) note(there.say, 'start', answer)
  return startedOf(answer, promptId, graph)
}

function startedOf(answer: Answer, promptId: string, graph: Graph): Started {
  const unknown: Started = { kind: 'unknown', problem: perhapsTaken(NAME) }
  if (answer.kind === 'none') {
    return answer.sent === 'not_sent' ? { kind: 'not_sent', problem: unavailable(NAME), retryAfterMs: null } : unknown
  }
  const { status, json, retryAfterMs } = answer
  if (status >= 200 && status <= 299) {
    const taken = promptAnswer.safeParse(json)
    return taken.success ? accepted(taken.data.prompt_id, graph) : unknown
  }
  if (status === 409) return accepted(promptId, graph)
  if (status === 429) return { kind: 'not_sent', problem: tooBusy(NAME), retryAfterMs }
  if (status < 400 || status >= 500) return unknown
  const refusal = promptRefusal.safeParse(json)
  if (refusal.success) return { kind: 'refused', problem: refusalProblem(refusal.data, graph) }
  return { kind: 'refused', problem: refusalOf(status) ?? rejected(NAME, null) }
}

function accepted(promptId: string, graph: Graph): Started {
  return { kind: 'accepted', providerJobId: promptId, operation: operationFor(promptId, graph), usdMicros: null }
}

function operationFor(promptId: string, graph: Graph): Operation {
  return { promptId, models: { ...modelFilesOf(graph) }, nodes: [...progressNodes(graph)], file: null }
}

function observedOf(there: There, run: Operation, standing: Standing): Observed {
  switch (standing.kind) {
    case 'pending':
    case 'running':
      return { kind: 'running', status: standing.kind, waiting: standing.kind === 'pending', progress: null }
    case 'absent':
      return { kind: 'lost', problem: forgotten(NAME) }
    case 'trouble':
      note(there.say, 'observe', standing.answer)
      return { kind: 'trouble', problem: troubleOf(standing.answer), retryAfterMs: retryOf(standing.answer) }
    case 'ended':
      break
  }
  return endOf(there, run, standing.record)
}

function endOf(there: There, run: Operation, record: HistoryRecord): Observed {
  const status = record.status?.status_str ?? 'success'
  if (status === 'success') {
    const file = videoOf(record)
    if (file !== null) return { kind: 'succeeded', status, operation: { ...run, file }, usdMicros: null }
    there.say('result', 'the run made no video')
    return { kind: 'failed', status, problem: failedThere(NAME), ...UNCHARGED }
  }
  if (status !== 'error') return { kind: 'running', status, waiting: false, progress: null }
  if (wasInterrupted(record)) return { kind: 'cancelled', status, ...UNCHARGED }
  const error = errorOf(record)
  if (error !== null) there.say('failure', `${error.exception_type}: ${error.exception_message}`)
  return { kind: 'failed', status, problem: failureProblem(error, run.models), ...UNCHARGED }
}

/** A waiting run is taken out of the queue and leaves no trace; a running one is interrupted, and observing tells when it has ended. */
async function cancel(there: There, promptId: string, call: Call): Promise<Cancelled> {
  const before = await standingOf(there, promptId, call)
  switch (before.kind) {
    case 'trouble':
      return troubled(there, before.answer)
    case 'absent':
      return { kind: 'cancelled', ...UNCHARGED }
    case 'ended':
      return { kind: 'requested' }
    case 'running': {
      const interrupted = await tell(there, 'interrupt', { prompt_id: promptId }, call)
      return isDone(interrupted) ? { kind: 'requested' } : troubled(there, interrupted)
    }
    case 'pending':
      break
  }
  const deleted = await tell(there, 'queue', { delete: [promptId] }, call)
  if (!isDone(deleted)) return troubled(there, deleted)
  const after = await standingOf(there, promptId, call)
  return after.kind === 'absent' ? { kind: 'cancelled', ...UNCHARGED } : { kind: 'requested' }
}

async function standingOf({ call, baseUrl }: There, promptId: string, { signal }: Call): Promise<Standing> {
  return await look(call, baseUrl, promptId, signal)
}

async function tell({ call, baseUrl }: There, route: string, body: unknown, { signal }: Call): Promise<Answer> {
  const headers = { 'content-type': 'application/json' }
  return await ask(call, `${baseUrl}/${route}`, { method: 'POST', headers, body: JSON.stringify(body), signal })
}

/** ComfyUI says nothing when it has done what it was told; a page is of something in between. */
function isDone(answer: Answer): boolean {
  return answer.kind === 'answered' && answer.status === 200 && (answer.text === '' || answer.json !== undefined)
}

function troubled({ say }: There, answer: Answer): Cancelled {
  note(say, 'cancel', answer)
  return { kind: 'trouble', problem: troubleOf(answer), retryAfterMs: retryOf(answer) }
}

/** Why there was no usable answer. */
function troubleOf(answer: Answer): Problem {
  if (answer.kind === 'none') return unavailable(NAME)
  return answer.status === 429 ? tooBusy(NAME) : (refusalOf(answer.status) ?? unavailable(NAME))
}

function refusalOf(status: number): Problem | null {
  if (status === 401 || status === 403) return loginNeeded()
  return status === 404 || status === 405 ? notComfyui() : null
}

function retryOf(answer: Answer): number | null {
  return answer.kind === 'answered' ? answer.retryAfterMs : null
}

function note(say: Say, what: string, answer: Answer): void {
  if (answer.kind === 'none') say(what, answer.why)
  else say(what, answer.text, answer.status)
}
