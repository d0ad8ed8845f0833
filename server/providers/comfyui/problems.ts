import { makeProblem, type Problem } from 'shared/wire'
import { badInput, failedThere, rejected } from '../answers.ts'
import type { Graph } from './graph.ts'
import type { ExecutionError, ModelFile, ModelFiles, PromptRefusal } from './protocol.ts'

export const NAME = 'ComfyUI'

/** Where ComfyUI looks for the file that a loader's input names, below its own directory. */
const FOLDERS: Readonly<Record<string, string>> = {
  unet_name: 'models/diffusion_models',
  clip_name: 'models/text_encoders',
  clip_name1: 'models/text_encoders',
  clip_name2: 'models/text_encoders',
  vae_name: 'models/vae',
  ckpt_name: 'models/checkpoints',
  lora_name: 'models/loras',
  control_net_name: 'models/controlnet',
}
/** What PyTorch and ComfyUI call it when the graphics card's memory does not suffice. */
const OUT_OF_MEMORY = /OutOfMemory|out of memory|Allocation on device/i

/** A graph that ComfyUI did not take, in words about our graph alone. */
export function refusalProblem(refusal: PromptRefusal, sent: Graph): Problem {
  for (const [id, { errors }] of Object.entries(refusal.node_errors)) {
    for (const { type, extra_info } of errors) {
      const file = fileOf(sent, id, extra_info?.input_name)
      if (type === 'value_not_in_list' && file !== null) return missingFile(file.name, file.folder)
      if (type === 'custom_validation_failed' && sent[id]?.class_type === 'LoadImage') return badInput(NAME)
    }
  }
  const nodeId = /Node ID '#([^']*)'/.exec(refusal.error.details)?.[1]
  const lacking = nodeId === undefined ? undefined : sent[nodeId]?.class_type
  return lacking === undefined ? rejected(NAME, null) : missingNode(lacking)
}

/** A run that ended with an error. `files` are the model files that its graph loads, by node. */
export function failureProblem(error: ExecutionError | null, files: ModelFiles): Problem {
  if (error === null) return failedThere(NAME)
  const said = `${error.exception_type} ${error.exception_message}`
  if (OUT_OF_MEMORY.test(said)) return outOfMemory()
  const file = error.node_id === undefined || !said.includes('FileNotFound') ? undefined : files[error.node_id]
  return file === undefined ? failedThere(NAME) : missingFile(file.name, file.folder)
}

/** The model files that a graph loads, by node. */
export function modelFilesOf(sent: Graph): ModelFiles {
  const found = Object.entries(sent).flatMap(([id, { inputs }]) => {
    const file = Object.keys(inputs).reduce<ModelFile | null>((first, input) => first ?? fileOf(sent, id, input), null)
    return file === null ? [] : [[id, file] as const]
  })
  return Object.fromEntries(found)
}

/** ComfyUI itself knows no log-in, so something in front of it asks for one. */
export function loginNeeded(): Problem {
  return makeProblem(
    'provider_rejected',
    `What answers at COMFYUI_URL asks for a log-in. Name an address where ${NAME} is reached without one.`,
    {
      params: { provider: NAME, variable: 'COMFYUI_URL', reason: 'key' },
      action: 'add_key',
      retryable: false,
    },
  )
}

export function notComfyui(): Problem {
  return makeProblem('provider_unavailable', `What answers at COMFYUI_URL is not ${NAME}. Set the address that its page opens at.`, {
    params: { provider: NAME, variable: 'COMFYUI_URL', reason: 'address' },
    action: 'retry_other_provider',
    retryable: false,
  })
}

/** An own graph that was taken away after it was chosen. */
export function noSuchGraph(model: string): Problem {
  return makeProblem('provider_rejected', `The graph of ${model} is no longer there. Upload it again, or take another model.`, {
    params: { provider: NAME, reason: 'graph', model },
    action: 'retry_other_provider',
    retryable: false,
  })
}

function missingFile(file: string, folder: string): Problem {
  return makeProblem('provider_rejected', `${NAME} has no file ${file}. Put it into ${folder} there, and try again.`, {
    params: { provider: NAME, reason: 'model_file', file, folder },
    action: 'retry_other_provider',
    retryable: false,
  })
}

function missingNode(node: string): Problem {
  return makeProblem(
    'provider_rejected',
    `${NAME} does not know the node ${node}. Update ${NAME} or install what brings it, and try again.`,
    {
      params: { provider: NAME, reason: 'node', node },
      action: 'retry_other_provider',
      retryable: false,
    },
  )
}

function outOfMemory(): Problem {
  const detail = `The graphics card of ${NAME} has too little memory for this. Take a smaller resolution, a shorter clip or a smaller model.`
  return makeProblem('provider_failed', detail, {
    params: { provider: NAME, reason: 'memory' },
    action: 'retry_other_provider',
    retryable: false,
  })
}

function fileOf(sent: Graph, nodeId: string, input: string | undefined): ModelFile | null {
  const folder = input === undefined ? undefined : FOLDERS[input]
  const name = input === undefined ? undefined : sent[nodeId]?.inputs[input]
  return folder === undefined || typeof name !== 'string' ? null : { name, folder }
}
