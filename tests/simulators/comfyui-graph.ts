import { z } from 'zod'
import { NODES } from './comfyui-nodes.ts'
import type { ResultSpec } from './media.ts'

const graph = z.record(z.string(), z.object({ class_type: z.string().optional(), inputs: z.record(z.string(), z.unknown()).default({}) }))
export type ComfyuiGraph = z.infer<typeof graph>

interface Fault {
  readonly type: string
  readonly message: string
  readonly details: string
  readonly extra_info: object
}

/** What a graph is not taken for. */
export interface GraphRefusal {
  readonly error: Fault
  readonly node_errors: Readonly<Record<string, object>>
}

export interface Disk {
  readonly uploads: ReadonlySet<string>
  /** Files of weights that do not lie there. */
  readonly missing: readonly string[]
}

export function graphOf(json: unknown): ComfyuiGraph | null {
  return graph.safeParse(json).data ?? null
}

/** execution.py `validate_prompt`: classes and outputs of the whole, then the inputs of each node. Inputs that a node does not have are passed over. */
export function judgeGraph(nodes: ComfyuiGraph, disk: Disk): GraphRefusal | null {
  for (const [id, { class_type }] of Object.entries(nodes)) {
    const message = `Cannot execute because node ${class_type} does not exist.`
    if (class_type === undefined || !(class_type in NODES)) return whole('invalid_prompt', message, `Node ID '#${id}'`)
  }
  if (!Object.values(nodes).some(({ class_type = '' }) => NODES[class_type]?.output))
    return whole('prompt_no_outputs', 'Prompt has no outputs', '')
  const faulty = Object.entries(nodes).flatMap(([id, node]) => {
    const errors = faultsOf(node, nodes, disk)
    return errors.length === 0 ? [] : [[id, { errors, dependent_outputs: ['16'], class_type: node.class_type }] as const]
  })
  if (faulty.length === 0) return null
  const details = faulty.flatMap(([, { errors }]) => errors.map(({ message, details: more }) => `${message}: ${more}`)).join('\n')
  return {
    ...whole('prompt_outputs_failed_validation', 'Prompt outputs failed validation', details),
    node_errors: Object.fromEntries(faulty),
  }
}

function whole(type: string, message: string, details: string): GraphRefusal {
  return { error: { type, message, details, extra_info: {} }, node_errors: {} }
}

function faultsOf({ class_type = '', inputs }: ComfyuiGraph[string], nodes: ComfyuiGraph, disk: Disk): readonly Fault[] {
  const definition = NODES[class_type] ?? { required: [] }
  const faults: Fault[] = definition.required
    .filter((name) => !(name in inputs))
    .map((name) => ({
      type: 'required_input_missing',
      message: 'Required input is missing',
      details: name,
      extra_info: { input_name: name },
    }))
  for (const [name, value] of Object.entries(inputs)) {
    if (Array.isArray(value) && !(String(value[0]) in nodes)) {
      faults.push({
        type: 'exception_during_inner_validation',
        message: 'Exception',
        details: String(value[0]),
        extra_info: { input_name: name },
      })
    }
    if (definition.weights === name && disk.missing.includes(String(value))) {
      const details = `${name}: '${String(value)}' not in ['another.safetensors']`
      faults.push({
        type: 'value_not_in_list',
        message: 'Value not in list',
        details,
        extra_info: { input_name: name, received_value: value },
      })
    }
    if (class_type === 'LoadImage' && name === 'image' && !disk.uploads.has(String(value))) {
      const details = `image - Invalid image file: ${String(value)}`
      faults.push({
        type: 'custom_validation_failed',
        message: 'Custom validation failed for node',
        details,
        extra_info: { input_name: name },
      })
    }
  }
  return faults
}

/** What a graph makes: its latent has the size and the length, `CreateVideo` the rate. */
export function resultOf(nodes: ComfyuiGraph): ResultSpec {
  const all = Object.values(nodes).map(({ inputs }) => inputs)
  const number = (...names: readonly string[]): number => {
    const found = all.flatMap((inputs) => names.map((name) => inputs[name])).find((value) => typeof value === 'number')
    return typeof found === 'number' ? found : 1
  }
  const create = Object.values(nodes).find(({ class_type }) => class_type === 'CreateVideo')
  const frameRate = Number(create?.inputs['fps'] ?? 16)
  return {
    kind: 'clip',
    width: number('width'),
    height: number('height'),
    seconds: number('length', 'video_frames') / frameRate,
    frameRate,
    audio: false,
  }
}
