import { comfyuiGraph, type Issue, PROMPT_LENGTH } from 'shared/wire'
import { z } from 'zod'
import type { ClipModel } from '../catalog.ts'
import type { Mode } from '../port.ts'
import { remoteModel } from '../remote-model.ts'
import { graph, type Graph, isSlot, type Slot, SLOTS, slotsOf, videoWriters } from './graph.ts'
import { comfyuiModel } from './model.ts'
import type { Recipe } from './recipes.ts'

/** A graph of a person's own. */
export const ownGraph = comfyuiGraph.extend({ graph })
export type OwnGraph = z.infer<typeof ownGraph>

/** Graphs that people have uploaded, by the id of their model. */
export interface OwnGraphs {
  find(model: string): OwnGraph | null
}

export const OWN_PREFIX = 'own/'

/** What is wrong with a graph, by path; empty where it can be run. */
export function faultsOf(own: OwnGraph): readonly Issue[] {
  const { graph: nodes, sizes, seconds } = own
  const slots = slotsOf(nodes)
  const writers = videoWriters(nodes).length
  const faults: Issue[] = danglingLinks(nodes).map((path) => ({ path, message: 'is linked to a node that is not there' }))
  for (const slot of slots) {
    if (!isSlot(slot))
      faults.push({ path: 'graph', message: `has the slot {{${slot}}}, which nothing fills; these are filled`, allowed: [...SLOTS] })
  }
  if (writers !== 1) faults.push({ path: 'graph', message: `has ${writers} nodes that write a video, not one` })
  if (!has(slots, 'prompt') && !has(slots, 'image')) faults.push({ path: 'graph', message: 'has neither a slot {{prompt}} nor {{image}}' })
  if (has(slots, 'last_image') && !has(slots, 'image'))
    faults.push({ path: 'graph', message: 'has a slot {{last_image}} and none for {{image}}' })
  if (seconds.minimum > seconds.maximum) faults.push({ path: 'seconds', message: 'ends before it begins' })
  if (sizes.length > 1 && !(has(slots, 'width') && has(slots, 'height'))) {
    faults.push({ path: 'sizes', message: 'has several sizes, but the graph has no slots {{width}} and {{height}}' })
  }
  if (seconds.minimum < seconds.maximum && !has(slots, 'frames') && !has(slots, 'seconds')) {
    faults.push({ path: 'seconds', message: 'is a range, but the graph has no slot {{frames}} or {{seconds}}' })
  }
  if (faults.length === 0 && modelOf('tried', own).capabilities.resolutions.length === 0) {
    faults.push({ path: 'sizes', message: 'are too small: none reaches half of 720p' })
  }
  return faults
}

/** An own graph as a model of the catalog. */
export function modelOf(name: string, own: OwnGraph): ClipModel {
  const slots = slotsOf(own.graph)
  const { minimum, maximum } = own.seconds
  return remoteModel({
    kind: 'clip',
    ...comfyuiModel,
    id: OWN_PREFIX + name,
    quality: 'standard',
    rank: {},
    speed: 'slow',
    recommendedFor: 'What its owner made it for',
    notes: ['A graph that was uploaded here; what it is able to do follows from its slots'],
    native: {
      ...comfyuiModel.native,
      modes: [modeOf(slots)],
      seconds: minimum === maximum ? [minimum] : { minimum, maximum, step: 0.5 },
      sizes: own.sizes.map((size) => ({ ...size, name: `${size.width}x${size.height}`, tier: 'own' })),
      frameRate: own.frameRate,
      seed: has(slots, 'seed'),
      negativePrompt: has(slots, 'negative_prompt'),
      promptLength: has(slots, 'prompt') ? PROMPT_LENGTH.maximum * 4 : 0,
      promptNeeded: !has(slots, 'image'),
      deadlineSeconds: own.deadlineSeconds,
    },
  })
}

/** How an own graph is run. */
export function recipeOf({ graph: nodes, frameRate, frameStep }: OwnGraph): Recipe {
  return {
    graphs: { [modeOf(slotsOf(nodes))]: nodes },
    timing: { kind: 'rate', frameRate, step: frameStep },
    negativePrompt: '',
  }
}

function modeOf(slots: ReadonlySet<string>): Mode {
  if (has(slots, 'last_image')) return 'first_last'
  return has(slots, 'image') ? 'image' : 'text'
}

function has(slots: ReadonlySet<string>, slot: Slot): boolean {
  return slots.has(slot)
}

/** Paths of inputs that name a node which the graph does not have. */
function danglingLinks(nodes: Graph): readonly string[] {
  const link = z.tuple([z.string(), z.int()])
  return Object.entries(nodes).flatMap(([id, { inputs }]) =>
    Object.entries(inputs).flatMap(([name, value]) => {
      const target = link.safeParse(value).data?.[0]
      return target === undefined || target in nodes ? [] : [`graph.${id}.inputs.${name}`]
    }),
  )
}
