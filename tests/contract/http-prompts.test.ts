import { promptAnswer } from 'shared/wire'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Backend, startBackend } from '../harness/backend.ts'
import { LANGUAGE_KEY, type LanguageModel, startLanguageModel } from '../simulators/language.ts'

const KETTLE = { prompt: 'a brass kettle sings' }

async function answerOf(backend: Backend, asked: object) {
  const answer = await backend.ask('/api/prompts', { json: asked })
  expect(answer.status).toBe(200)
  return promptAnswer.parse(await answer.json())
}

describe('other words for a prompt', () => {
  describe('without a language model', () => {
    let backend: Backend
    beforeAll(async () => {
      backend = await startBackend()
    })
    afterAll(() => backend.stop())

    it('come by rules, which leave the person’s own as they are', async () => {
      expect(await answerOf(backend, KETTLE)).toEqual({
        prompt: 'a brass kettle sings. One unbroken shot. Natural, continuous motion.',
        by: 'rules',
        model: null,
        note: null,
      })
      expect(await answerOf(backend, { ...KETTLE, wish: 'make it night' })).toMatchObject({
        prompt: 'a brass kettle sings. Make it night.',
      })
      const long = await answerOf(backend, { prompt: 'so '.repeat(600) })
      expect(long.prompt).toHaveLength(500)
    })

    it.each([{ prompt: 'ab' }, {}, { ...KETTLE, wish: '' }, { ...KETTLE, tone: 'merry' }, { ...KETTLE, duration: 0 }])(
      'are refused for what is no request: %j',
      async (asked) => {
        expect((await backend.ask('/api/prompts', { json: asked })).status).toBe(400)
      },
    )
  })

  describe('with a language model', () => {
    let simulator: LanguageModel
    let backend: Backend
    beforeEach(async () => {
      simulator = await startLanguageModel()
      backend = await startBackend({
        OPENAI_COMPATIBLE_BASE_URL: `${simulator.base}/v1`,
        OPENAI_COMPATIBLE_MODEL: 'own',
        OPENAI_COMPATIBLE_API_KEY: LANGUAGE_KEY,
      })
    })
    afterEach(async () => {
      await backend.stop()
      await simulator.stop()
    })

    it('are the model’s', async () => {
      simulator.says({ text: '{"prompt":"A brass kettle sings on a stove at night."}' })
      expect(await answerOf(backend, { ...KETTLE, wish: 'at night', cast: ['Mira'] })).toEqual({
        prompt: 'A brass kettle sings on a stove at night.',
        by: 'language_model',
        model: 'own',
        note: null,
      })
      expect(Buffer.from(simulator.calls[0]?.body ?? []).toString('utf8')).toContain('Mira')
    })

    it('come by rules where it has none, and say why', async () => {
      simulator.says({ text: 'no' })
      const answer = await answerOf(backend, KETTLE)
      expect(answer).toMatchObject({ by: 'rules', model: null, note: expect.stringContaining('did not answer in the form') })
      simulator.script({ at: 'start', what: { status: 503 } })
      expect(await answerOf(backend, KETTLE)).toMatchObject({ by: 'rules', note: expect.stringContaining('cannot be reached') })
    })
  })
})
