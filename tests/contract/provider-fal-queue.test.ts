import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { ClipGeneration } from '../../server/providers/port.ts'
import { FAL_KEY, falWebhook } from '../simulators/fal.ts'
import type { StatusFault } from '../simulators/faults.ts'
import { elsewhere } from '../simulators/simulator.ts'
import { CALL, useFal } from './providers/fal-bench.ts'

const WORDS: ClipGeneration = {
  kind: 'clip',
  model: 'pika-2.2',
  mode: 'text',
  prompt: 'a paper boat drifts down a rainy street',
  negativePrompt: null,
  seconds: 5,
  size: { name: '720p 16:9', tier: '720p', width: 1280, height: 720 },
  frameRate: null,
  audio: false,
  seed: 7,
  options: {},
}
const PICTURE: ClipGeneration = { ...WORDS, mode: 'image' }

const bench = useFal()

describe('fal’s queue', () => {
  it('is told where to report, how long to wait and how long to keep what is made', async () => {
    await bench().started(WORDS, 'https://pagereel.example/webhooks/fal?a=b')
    expect(bench().simulator.jobs[0]?.request).toMatchObject({ webhook: 'https://pagereel.example/webhooks/fal?a=b' })
    expect(bench().callsOf('start')[0]?.headers).toMatchObject({
      'content-type': 'application/json',
      'x-fal-request-timeout': '600',
      'x-fal-object-lifecycle-preference': '{"expiration_duration_seconds":86400}',
      'x-fal-queue-priority': 'normal',
    })
  })

  it('is asked by the first two parts of a path, however long the model’s is', async () => {
    const { operation, providerJobId } = await bench().started(WORDS)
    await bench().adapter.observe(operation, CALL)
    await bench().adapter.cancel(operation, CALL)
    const path = `/fal-ai/pika/requests/${providerJobId}`
    const asked = bench()
      .simulator.calls.filter(({ kind }) => kind !== 'start' && kind !== 'upload')
      .map((call) => call.path)
    expect(asked).toEqual([`${path}/status?logs=0`, path, `${path}/cancel`])
  })

  it('takes back what only waits, for nothing', async () => {
    bench().simulator.set({ queueMs: 60_000 })
    const { operation } = await bench().started(WORDS)
    expect(await bench().adapter.cancel(operation, CALL)).toEqual({ kind: 'cancelled', usdMicros: null, charged: 'nothing' })
    expect(bench().simulator.invoiceUsdMicros()).toBe(0)
  })

  it('says when it is too late to cancel, and that it knows nothing of a request', async () => {
    const { operation } = await bench().started(WORDS)
    expect(await bench().adapter.cancel(operation, CALL)).toEqual({ kind: 'requested' })
    const never = bench().adapter.operationOf?.('never-there', WORDS) ?? null
    expect(await bench().adapter.cancel(never, CALL)).toMatchObject({ kind: 'trouble', problem: { code: 'outcome_unknown' } })
  })

  it('tells that a request which was asked to stop has stopped', async () => {
    bench().simulator.set({ runMs: 60_000 })
    const { operation } = await bench().started(WORDS)
    bench().pass(1000)
    expect(await bench().adapter.cancel(operation, CALL)).toEqual({ kind: 'requested' })
    expect(await bench().adapter.observe(operation, CALL)).toMatchObject({ kind: 'cancelled', charged: 'unknown' })
  })

  const over = { problem: { code: 'provider_failed', retryable: true }, charged: 'nothing' }
  it.each([
    ['a machine that never came', { status: 504, body: { detail: 'x', error_type: 'request_timeout' } }, { kind: 'failed', ...over }],
    [
      'an error in its header alone',
      { status: 503, headers: { 'x-fal-error-type': 'runner_disconnected' }, body: 'x' },
      { kind: 'failed', ...over },
    ],
    ['a fault of the model', { status: 500, body: { detail: [{ loc: ['body'], type: 'x' }] } }, { kind: 'failed', ...over }],
    [
      'a field that it does not take',
      { status: 422, body: { detail: [{ loc: ['body', 'aspect_ratio'], type: 'literal_error' }] } },
      { kind: 'failed', charged: 'unknown', problem: { code: 'provider_rejected', retryable: false, issues: [{ path: 'aspectRatio' }] } },
    ],
    [
      'a picture that it could not use',
      { status: 422, body: { detail: [{ loc: ['body', 'image_url'], type: 'image_too_small' }] } },
      { kind: 'failed', charged: 'unknown', problem: { code: 'provider_rejected', action: 'change_picture' } },
    ],
    [
      'a refusal of a picture',
      { status: 422, body: { detail: [{ loc: ['body', 'first_frame_url'], type: 'content_policy_violation' }] } },
      { kind: 'failed', problem: { code: 'content_policy', params: { side: 'input', subject: 'image' }, action: 'change_picture' } },
    ],
    [
      'a fault that may pass',
      { status: 422, headers: { 'x-fal-retryable': 'true' }, body: { detail: [{ loc: ['body'], type: 'downstream_service_error' }] } },
      { kind: 'failed', charged: 'unknown', problem: { code: 'provider_failed', retryable: true } },
    ],
    ['nothing but that it goes on', { status: 400, body: { detail: 'Request is still in progress' } }, { kind: 'running', waiting: false }],
    ['a page with 502', { status: 502, body: '<html>' }, { kind: 'trouble', problem: { code: 'provider_unavailable' } }],
    ['500 without a word', { status: 500, body: { detail: 'Internal Server Error' } }, { kind: 'trouble' }],
    ['429', { status: 429, headers: { 'retry-after': '4' }, body: { detail: 'x' } }, { kind: 'trouble', retryAfterMs: 4000 }],
    ['401', { status: 401, body: { detail: 'x' } }, { kind: 'trouble', problem: { action: 'add_key' } }],
    ['404', { status: 404, body: { detail: 'x' } }, { kind: 'lost' }],
  ] satisfies [string, StatusFault, object][])('has completed with %s', async (_, what, expected) => {
    const { operation } = await bench().started(WORDS)
    bench().simulator.script({ at: 'result', what })
    expect(await bench().adapter.observe(operation, CALL)).toMatchObject(expected)
    expect(bench().callsOf('result')).toHaveLength(1)
  })

  it.each(['drop_before', 'html', 'truncate', 'empty', 'garbage'] as const)('is asked again when its result comes as %s', async (what) => {
    const { operation } = await bench().started(WORDS)
    bench().simulator.script({ at: 'result', what })
    expect(await bench().adapter.observe(operation, CALL)).toMatchObject({ kind: 'trouble' })
    expect(await bench().adapter.observe(operation, CALL)).toMatchObject({ kind: 'succeeded' })
  })

  it.each(['../../other', 'a b', '', 'x'.repeat(101)])('is not believed an id that is none: %j', async (id) => {
    bench().simulator.script({ at: 'start', what: { status: 200, body: { request_id: id } } })
    const answer = await bench().start(WORDS)
    expect(answer).toMatchObject({ kind: 'unknown' })
  })

  it('locks accounts that have used their credit up', async () => {
    bench().simulator.script({ at: 'start', what: { status: 403, body: { detail: 'User is locked. Reason: Exhausted balance.' } } })
    const answer = await bench().start(WORDS)
    expect(answer).toMatchObject({ kind: 'refused', problem: { action: 'top_up' } })
  })
})

describe('uploads', () => {
  it('go where fal says, without the key, and are given to the model by fal’s own address', async () => {
    await bench().started(PICTURE)
    const [announced, put] = bench().callsOf('upload')
    expect(announced?.headers).toMatchObject({
      'content-type': 'application/json',
      authorization: `Key ${FAL_KEY}`,
      'x-fal-object-lifecycle': '{"expiration_duration_seconds":86400}',
    })
    expect(put?.headers['authorization']).toBeUndefined()
    expect(Buffer.from(put?.body ?? []).toString()).toBe('bytes')
    expect(JSON.stringify(bench().simulator.jobs[0]?.request)).toContain('https://v3.fal.media/files/')
  })

  it('end when their caller does', { timeout: 10_000 }, async () => {
    bench().simulator.script({ at: 'upload', what: 'stall' })
    const file = { role: 'first', path: fileURLToPath(import.meta.url), mime: 'image/png', bytes: 1, name: 'first.png' } as const
    const prepared = await bench().adapter.prepare(PICTURE, [file], { signal: AbortSignal.timeout(200) })
    expect(prepared).toMatchObject({ ok: false, problem: { code: 'provider_unavailable' } })
  })

  it.each([(base: string) => `${elsewhere(base)}/storage/put/1`, () => 'ftp://fal.media/x', () => 'nonsense'])(
    'go nowhere that is neither encrypted nor configured: %s',
    async (addressFor) => {
      const body = { upload_url: addressFor(bench().simulator.base), file_url: 'https://v3.fal.media/files/x' }
      bench().simulator.script({ at: 'upload', what: { status: 200, body } })
      await expect(bench().started(PICTURE)).rejects.toThrow('cannot be reached')
      expect(bench().callsOf('upload')).toHaveLength(1)
      expect(bench().simulator.jobs).toHaveLength(0)
    },
  )
})

describe('fal’s messages', () => {
  it('are judged by keys that are fetched once a day, and again when one fits none', async () => {
    const { providerJobId } = await bench().started(WORDS)
    const job = bench().simulator.jobs[0]
    if (job === undefined) throw new Error('nothing was taken')
    const keyCalls = () =>
      bench()
        .callsOf('other')
        .filter(({ path }) => path === '/.well-known/jwks.json').length
    const read = (now: number, spoil = false) => {
      const message = falWebhook(job, now)
      if (spoil) message.headers.set('x-fal-webhook-signature', '0'.repeat(128))
      return bench().adapter.readWebhook?.({ ...message, now })
    }
    expect(await read(bench().now())).toEqual({ providerJobId, eventId: providerJobId })
    expect(await read(bench().now() + 1000)).not.toBeNull()
    expect(keyCalls()).toBe(1)
    for (let times = 0; times < 5; times += 1) expect(await read(bench().now() + 1000, true)).toBeNull()
    expect(keyCalls()).toBe(1)
    expect(await read(bench().now() + 600_000, true)).toBeNull()
    expect(keyCalls()).toBe(2)
    expect(await read(bench().now() + 600_000 + 25 * 3_600_000)).not.toBeNull()
    expect(keyCalls()).toBe(3)
  })

  it('are nobody’s while the keys cannot be had', async () => {
    await bench().started(WORDS)
    const job = bench().simulator.jobs[0]
    if (job === undefined) throw new Error('nothing was taken')
    bench().simulator.script({ at: 'other', what: { status: 500 }, times: 2 })
    expect(await bench().adapter.readWebhook?.({ ...falWebhook(job, bench().now()), now: bench().now() })).toBeNull()
    expect(await bench().adapter.readWebhook?.({ ...falWebhook(job, bench().now()), now: bench().now() })).not.toBeNull()
  })
})

describe('the log', () => {
  it('has what fal said, and neither key nor signature', async () => {
    const [id = '', secret = ''] = FAL_KEY.split(':')
    bench().simulator.script({
      at: 'start',
      what: { status: 500, body: { detail: `Key ${FAL_KEY} and ${secret} at https://x.example/a?sig=1` } },
    })
    await bench().start(WORDS)
    expect(bench().notes.join()).toContain('https://x.example/a?…')
    expect(bench().notes.join()).not.toContain(secret)
    expect(bench().notes.join()).not.toContain(id)
  })
})
