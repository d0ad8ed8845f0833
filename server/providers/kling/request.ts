import { readFile } from 'node:fs/promises'
import type { ClipGeneration, InputFile } from '../port.ts'

export interface KlingRequest {
  /** Below the server's address. */
  readonly path: string
  readonly body: Readonly<Record<string, unknown>>
}

/** What is known of a request besides what it asks for. */
export interface RequestOptions {
  readonly key: string
  /** Null: Kling is not to tell of the end. */
  readonly callbackUrl: string | null
}

/**
 * A generation as Kling's newer API takes it: the model in the path; words and pictures as `contents`, or words alone as `prompt`.
 * Pictures go within it as base64 without a `data:` prefix, as Kling has no uploads.
 */
export async function requestFor(
  generation: ClipGeneration,
  files: readonly InputFile[],
  { key, callbackUrl }: RequestOptions,
): Promise<KlingRequest> {
  const { model, prompt } = generation
  const options = { external_task_id: key, ...(callbackUrl === null ? {} : { callback_url: callbackUrl }) }
  if (files.length === 0) return { path: `/text-to-video/${model}`, body: { prompt, settings: settingsFor(generation, true), options } }
  const words = prompt === '' ? [] : [{ type: 'prompt', text: prompt }]
  const pictures = await Promise.all(
    files.map(async ({ role, path }) => ({ type: role === 'last' ? 'last_frame' : 'first_frame', url: await readFile(path, 'base64') })),
  )
  return {
    path: `/image-to-video/${model}`,
    body: { contents: [...words, ...pictures], settings: settingsFor(generation, false), options },
  }
}

function settingsFor({ model, size, seconds, audio }: ClipGeneration, withShape: boolean): Readonly<Record<string, unknown>> {
  const [resolution, shape] = size.name.split(' ')
  return {
    resolution,
    duration: seconds,
    ...(withShape ? { aspect_ratio: shape } : {}),
    // The others have neither field. Left out, a clip would be cut into several shots.
    ...(model === 'kling-3.0' ? { audio: audio ? 'native' : 'off', multi_shot: false } : {}),
  }
}
