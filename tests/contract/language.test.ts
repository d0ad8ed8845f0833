import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createLanguage, type Language, type LanguageOptions, rewriteQuestion } from '../../server/providers/language/index.ts'
import { LANGUAGE_KEY, type LanguageModel, startLanguageModel } from '../simulators/language.ts'
import type { FaultKind } from '../simulators/faults.ts'
import { startDroppingProxy } from '../simulators/drop-fields.ts'

const SERVICES = ['openai', 'compatible', 'gemini'] as const
const QUESTION = {
  system: 'Answer in JSON.',
  user: '{"wish":"a number"}',
  schema: z.strictObject({ number: z.number().max(9), why: z.string().nullable() }),
}
const GOOD = { text: '{"number":7,"why":null}' }
const call = () => ({ signal: AbortSignal.timeout(5000) })

describe.each(SERVICES)('the language model by %s', (service) => {
  let simulator: LanguageModel
  let notes: string[] = []
  beforeEach(async () => {
    simulator = await startLanguageModel()
    notes = []
  })
  afterEach(async () => {
    await simulator.stop()
    expect(notes.join()).not.toContain(LANGUAGE_KEY)
  })
  const languageAt = (base: string, key = LANGUAGE_KEY, more: Partial<LanguageOptions> = {}): Language => {
    const baseUrl = service === 'gemini' ? base : `${base}/v1`
    const language = createLanguage(
      { service, model: 'a-model', key, baseUrl },
      { log: (note) => notes.push(JSON.stringify(note)), ...more },
    )
    if (language === null) throw new Error('a model is named')
    return language
  }
  const asked = (more: Partial<LanguageOptions> = {}) => languageAt(simulator.base, LANGUAGE_KEY, more).complete(QUESTION, call())
  const questions = () => simulator.calls.filter(({ kind }) => kind === 'start').length

  it('answers in the form that is asked for, and says who did', async () => {
    simulator.says(GOOD)
    expect(await asked()).toEqual({ ok: true, value: { answer: { number: 7, why: null }, model: 'a-model' } })
    expect(questions()).toBe(1)
  })

  it('gives a prompt other words, also where it wraps them', async () => {
    simulator.says({ text: '```json\n{"prompt":"A kettle sings on the stove."}\n```' })
    const wish = { prompt: 'kettle sings', wish: null, style: '', seconds: 5, cast: [] }
    const said = await languageAt(simulator.base).complete(rewriteQuestion(1, wish), call())
    expect(said).toMatchObject({ ok: true, value: { answer: { prompt: 'A kettle sings on the stove.' } } })
  })

  it.each([
    ['no JSON', { text: 'Here you are: seven' }],
    ['another form', { text: '{"number":"seven","why":null}' }],
    ['too large a number', { text: '{"number":70,"why":null}' }],
    ['half of an answer', { cut: '{"number":7,' }],
    ['nothing', { text: '' }],
  ])('is asked once more after %s', async (_, saying) => {
    simulator.says(saying, GOOD)
    expect(await asked()).toMatchObject({ ok: true })
    expect(questions()).toBe(2)
  })

  it('is not asked a third time', async () => {
    simulator.says({ text: '[]' })
    expect(await asked()).toMatchObject({ ok: false, problem: { code: 'provider_failed', params: { reason: 'output' } } })
    expect(questions()).toBe(2)
  })

  it('is told what did not fit', async () => {
    simulator.says({ text: '{"number":70,"why":null}' }, GOOD)
    await asked()
    const second = Buffer.from(simulator.calls.at(-1)?.body ?? []).toString('utf8')
    expect(second).toContain('answerDoesNotFit')
    expect(second).toContain('number:')
  })

  it('may refuse', async () => {
    simulator.says({ refused: true })
    expect(await asked()).toMatchObject({ ok: false, problem: { code: 'content_policy' } })
    expect(questions()).toBe(1)
  })

  it.each([
    ['a wrong key', { status: 401 }, { code: 'provider_rejected', action: 'add_key' }],
    ['a forbidden key', { status: 403, body: {} }, { code: 'provider_rejected', action: 'add_key' }],
    ['no credit', { status: 402 }, { code: 'provider_rejected', action: 'top_up' }],
    ['a spent quota', { status: 429, body: { error: { code: 'insufficient_quota' } } }, { code: 'provider_rejected', action: 'top_up' }],
    ['too many requests', { status: 429 }, { code: 'rate_limited' }],
    ['a bad request', { status: 400, body: { error: { message: 'SAID' } } }, { code: 'provider_rejected' }],
    ['500', { status: 500, body: { error: { message: 'SAID' } } }, { code: 'provider_unavailable' }],
    ['503', { status: 503 }, { code: 'provider_unavailable' }],
    ['a broken connection', 'drop_before', { code: 'provider_unavailable' }],
    ['a lost answer', 'drop_after', { code: 'provider_unavailable' }],
    ['half of a body', 'truncate', { code: 'provider_unavailable' }],
  ] satisfies [string, FaultKind, object][])('says what went wrong, without its words: %s', async (_, what, problem) => {
    simulator.says(GOOD)
    simulator.script({ at: 'start', what })
    const answered = await asked()
    expect(answered).toMatchObject({ ok: false, problem })
    expect(JSON.stringify(answered)).not.toContain('SAID')
    expect(questions()).toBe(1)
    expect(notes).toHaveLength(1)
  })

  it.each(['html', 'empty', 'garbage'] satisfies FaultKind[])('is no answer: %s', async (what) => {
    simulator.script({ at: 'start', what, times: 2 })
    expect(await asked()).toMatchObject({ ok: false })
  })

  it('knows nobody with another key', async () => {
    expect(await languageAt(simulator.base, 'sk-another').complete(QUESTION, call())).toMatchObject({
      ok: false,
      problem: { action: 'add_key' },
    })
  })

  it('is given up after its time, or when nobody wants to know any more', async () => {
    simulator.script({ at: 'start', what: 'stall', times: 2 })
    expect(await asked({ longestMs: 200 })).toMatchObject({ ok: false, problem: { code: 'timeout' } })
    const withdrawn = languageAt(simulator.base).complete(QUESTION, { signal: AbortSignal.timeout(200) })
    expect(await withdrawn).toMatchObject({ ok: false, problem: { code: 'cancelled' } })
  })

  it('is asked so often in an hour and no oftener', async () => {
    simulator.says(GOOD)
    let now = 0
    const language = languageAt(simulator.base, LANGUAGE_KEY, { clock: () => now })
    for (let times = 0; times < 120; times += 1) expect(await language.complete(QUESTION, call())).toMatchObject({ ok: true })
    expect(await language.complete(QUESTION, call())).toMatchObject({ ok: false, problem: { code: 'rate_limited', action: 'wait' } })
    expect(questions()).toBe(120)
    now = 3_600_001
    expect(await language.complete(QUESTION, call())).toMatchObject({ ok: true })
  })

  it('notices every field and header that is lost', async () => {
    simulator.says(GOOD)
    const proxy = await startDroppingProxy(simulator.base)
    const language = languageAt(proxy.base)
    proxy.drop(null)
    expect(await language.complete(QUESTION, call())).toMatchObject({ ok: true })
    const parts = proxy.parts()
    const unnoticed: string[] = []
    for (const part of parts) {
      const name = `${part.where} ${part.path.join('.')}`
      // What clients send of themselves, and what only describes the form.
      if (
        /^header (?:accept|accept-\w+|user-agent|sec-fetch-\w+|x-stainless-.+|content-type)$|schema\.(?:properties|required|additionalProperties)\./i.test(
          name,
        )
      )
        continue
      proxy.drop(part)
      if ((await language.complete(QUESTION, call())).ok) unnoticed.push(name)
    }
    await proxy.stop()
    expect(parts.length).toBeGreaterThan(10)
    expect(unnoticed).toEqual([])
  })
})

describe('without a language model', () => {
  it('nobody is asked', () => {
    expect(createLanguage(null, { log: () => undefined })).toBeNull()
  })
})
