import { describe, expect, it } from 'vitest'
import { checkCatalog } from '../check-catalog.ts'
import { COMFYUI } from './catalog.ts'
import { fillGraph, progressNodes, slotsOf } from './graph.ts'
import { faultsOf, modelOf, ownGraph, recipeOf } from './own-graph.ts'
import { promptIdOf, videoOf } from './protocol.ts'
import { framesFor, recipeFor } from './recipes.ts'

const nodes = {
  1: { class_type: 'CLIPTextEncode', inputs: { text: 'slowly: {{ prompt }}', clip: ['2', 0] } },
  2: { class_type: 'CLIPLoader', inputs: { clip_name: 'x.safetensors', type: 'wan' } },
  3: { class_type: 'LoadImage', inputs: { image: '{{image}}' } },
  4: { class_type: 'MyVideo', inputs: { size: { width: '{{width}}', height: '{{height}}' }, length: '{{frames}}', from: ['3', 0] } },
  5: { class_type: 'SaveVideo', inputs: { video: ['4', 0], filename_prefix: 'video/mine', format: 'mp4', codec: 'h264' } },
}
const own = ownGraph.parse({
  graph: nodes,
  sizes: [
    { width: 1280, height: 720 },
    { width: 720, height: 1280 },
  ],
  frameRate: 24,
  seconds: { minimum: 3, maximum: 6 },
})

describe('the catalog of ComfyUI', () => {
  it('has no holes and a recipe for each mode of each model', () => {
    expect(checkCatalog([COMFYUI])).toEqual([])
    for (const model of COMFYUI.models) {
      const { id } = model
      const native = model.kind === 'clip' ? model.native : null
      expect(Object.keys(recipeFor(id)?.graphs ?? {}).toSorted(), id).toEqual([...(native?.modes ?? [])].toSorted())
      expect(
        native?.sizes.every(({ width, height }) => width % 16 === 0 && height % 16 === 0),
        id,
      ).toBe(true)
    }
    const found = COMFYUI.models.find(({ id }) => id === 'ltx-video')
    const ltx = (found?.kind === 'clip' ? found.native?.sizes : null) ?? []
    expect(ltx.filter(({ width, height }) => width % 32 === 0 && height % 32 === 0)).toHaveLength(4)
  })
})

describe('frames', () => {
  it.each([
    ['wan-2.2', 5, 81, 16],
    ['wan-2.2', 3, 49, 16],
    ['ltx-video', 5, 121, 24],
    ['ltx-video', 4.5, 113, 24],
    ['svd-xt', 3, 25, 8],
    ['svd-xt', 4, 25, 6],
  ])('of %s in %s s are %s at %s a second', (model, seconds, frames, frameRate) => {
    const recipe = recipeFor(model)
    if (recipe === null) throw new Error(model)
    expect(framesFor(recipe.timing, seconds)).toEqual({ frames, frameRate })
    expect(frames / frameRate).toBeGreaterThanOrEqual(seconds)
  })
})

describe('a prompt id', () => {
  it('follows from the key and is a UUID in its one spelling', () => {
    expect(promptIdOf('att_1')).toBe(promptIdOf('att_1'))
    expect(promptIdOf('att_1')).not.toBe(promptIdOf('att_2'))
    expect(promptIdOf('att_1')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })
})

describe('a result', () => {
  it('is found under whatever name a node lists it, a saved one first', () => {
    const gif = { filename: 'a.mp4', subfolder: '', type: 'temp' }
    const saved = { filename: 'b.webm', subfolder: 'video', type: 'output' }
    expect(videoOf({ outputs: { 1: { gifs: [gif], text: ['x'] }, 2: { images: [saved], animated: [true] } } })).toEqual(saved)
    expect(videoOf({ outputs: { 1: { gifs: [gif] } } })).toEqual(gif)
    expect(videoOf({ outputs: { 1: { images: [{ ...saved, filename: 'still.png' }] } } })).toBeNull()
  })
})

describe('slots', () => {
  it('are filled with what they stand for, once', () => {
    const values = { prompt: 'a {{width}} cat', image: 'p/a.png', width: 640, height: 480, frames: 49 }
    const filled = fillGraph(own.graph, values)
    expect(filled['1']?.inputs).toEqual({ text: 'slowly: a {{width}} cat', clip: ['2', 0] })
    expect(filled['4']?.inputs).toEqual({ size: { width: 640, height: 480 }, length: 49, from: ['3', 0] })
    expect(() => fillGraph(own.graph, { prompt: 'x' })).toThrow('the slot image')
    expect([...slotsOf(own.graph)].toSorted()).toEqual(['frames', 'height', 'image', 'prompt', 'width'])
  })

  it('are not needed for counting progress', () => {
    expect(progressNodes(own.graph)).toEqual(['1', '2', '3', '4', '5'])
    expect(progressNodes({ 7: { class_type: 'KSampler', inputs: {} }, 8: { class_type: 'SaveVideo', inputs: {} } })).toEqual(['7'])
  })
})

describe('an own graph', () => {
  it('becomes a model with what its slots allow', () => {
    expect(faultsOf(own)).toEqual([])
    const model = modelOf('mine', own)
    expect(checkCatalog([{ ...COMFYUI, models: [model] }])).toEqual([])
    expect(model).toMatchObject({ id: 'own/mine', native: { modes: ['image'], seed: false, negativePrompt: false, promptNeeded: false } })
    expect(recipeOf(own)).toMatchObject({ graphs: { image: own.graph }, timing: { frameRate: 24, step: 1 } })
  })

  it.each([
    ['a slot that nothing fills', { ...nodes, 6: { class_type: 'X', inputs: { a: '{{style}}' } } }, 'graph'],
    ['no video', { ...nodes, 5: { class_type: 'SaveImage', inputs: {} } }, 'graph'],
    ['two videos', { ...nodes, 6: nodes[5] }, 'graph'],
    ['a link to nowhere', { ...nodes, 6: { class_type: 'X', inputs: { a: ['99', 0] } } }, 'graph.6.inputs.a'],
    ['neither words nor a picture', { 4: { class_type: 'MyVideo', inputs: {} }, 5: nodes[5] }, 'graph'],
    ['a last picture without a first', { ...nodes, 3: { class_type: 'LoadImage', inputs: { image: '{{last_image}}' } } }, 'graph'],
  ])('is refused with %s', (_, graph, path) => {
    expect(faultsOf(ownGraph.parse({ ...own, graph })).map((fault) => fault.path)).toContain(path)
  })

  it('is refused where sizes or lengths are chosen that it has no slots for', () => {
    const fixed = { ...nodes, 4: { class_type: 'MyVideo', inputs: { from: ['3', 0] } } }
    expect(faultsOf(ownGraph.parse({ ...own, graph: fixed })).map(({ path }) => path)).toEqual(['sizes', 'seconds'])
    const one = { ...own, graph: fixed, sizes: [{ width: 1280, height: 720 }], seconds: { minimum: 4, maximum: 4 } }
    expect(faultsOf(ownGraph.parse(one))).toEqual([])
  })
})
