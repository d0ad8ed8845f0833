import { storyboard, type StoryboardRequest } from 'shared/wire'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Backend, startBackend } from '../harness/backend.ts'
import { LANGUAGE_KEY, type LanguageModel, startLanguageModel } from '../simulators/language.ts'

let backend: Backend
let model: LanguageModel
beforeAll(async () => {
  model = await startLanguageModel()
  backend = await startBackend({
    OPENAI_COMPATIBLE_BASE_URL: `${model.base}/v1`,
    OPENAI_COMPATIBLE_API_KEY: LANGUAGE_KEY,
    OPENAI_COMPATIBLE_MODEL: 'planner-1',
  })
})
afterAll(async () => {
  await backend.stop()
  await model.stop()
})

async function planned(request: StoryboardRequest) {
  return storyboard.parse(await (await backend.ask('/api/storyboards', { json: request })).json())
}
const scene = { prompt: 'a red mug on a wooden table, steam rising', narration: 'Morning.', weight: 1, camera: 'orbit' }

describe('a story that a language model plans', () => {
  it('has the scenes of its answer and says who planned it', async () => {
    model.says({ text: JSON.stringify({ title: 'Morning', segments: [scene, { ...scene, prompt: 'the same red mug, empty now' }] }) })
    const story = await planned({ prompt: 'a red mug in the morning', duration: 10 })
    expect(story).toMatchObject({ title: 'Morning', duration: 10, planned: { by: 'planner-1', notes: [] } })
    expect(story.segments.map(({ prompt }) => prompt)).toEqual([scene.prompt, 'the same red mug, empty now'])
  })

  it('is planned by rules where the model will not, and says so', async () => {
    model.says({ refused: true })
    const story = await planned({ prompt: 'a red mug in the morning', duration: 10 })
    expect(story).toMatchObject({ duration: 10, planned: { by: 'rules', notes: [{ code: 'planned_by_rules' }] } })
    expect(story.segments).toHaveLength(2)
  })

  it('is not asked for where the story comes whole', async () => {
    const before = model.calls.length
    expect((await planned({ segments: [{ prompt: 'one' }] })).planned).toBeNull()
    expect((await planned({})).segments).toEqual([])
    expect(model.calls.length).toBe(before)
  })
})
