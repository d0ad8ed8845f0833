import { readFile } from 'node:fs/promises'
import type OpenAI from 'openai'
import { succeed } from 'shared/wire'
import { z } from 'zod'
import { type Answer, askThrough, quoting } from '../answer.ts'
import { forgotten } from '../answers.ts'
import { makes } from '../at-once.ts'
import { saveResult } from '../download.ts'
import { openaiClient } from '../openai/client.ts'
import type { Access, Adapter, ClipGeneration, InputFile } from '../port.ts'
import { createOneShotFetch, providerFetch } from '../transport.ts'
import { openaiVideosOptions } from './options.ts'
import { NAME, readDeletion, readStart, readVideo } from './protocol.ts'

const operation = z.object({ id: z.string() })

/**
 * Videos by the API that was Sora's, of vLLM-Omni, SGLang Diffusion and gateways, through OpenAI's own SDK. They have no keys of ours and
 * no way to look for a request, so a start whose answer is lost stays unknown.
 */
export function createOpenaiVideos(access: Access): Adapter {
  const baseUrl = addressOf(access.baseUrl)
  const note = quoting(access.log, 'openai-videos', access.key)
  const calls = providerFetch()
  const ask = async (what: string, call: typeof fetch, sdk: (client: OpenAI) => Promise<unknown>): Promise<Answer> => {
    const answer = await askThrough(call, (fetch) => sdk(openaiClient(access.key, baseUrl, fetch)))
    if (answer.kind === 'none') note(what, answer.why)
    else if (answer.status >= 300) note(what, answer.text, answer.status)
    return answer
  }
  return makes(['clip'], {
    prepare: async () => succeed({}),
    start: async ({ generation, files }, { signal }) => {
      const body = await formOf(generation, files)
      const paid = createOneShotFetch()
      // The SDK's `videos.create` knows the sizes and lengths of Sora alone.
      const answer = await ask('start', paid.fetch, (client) => client.post('/videos', { body, signal }).asResponse())
      const started = readStart(answer.kind === 'none' && paid.sent() !== 'not_sent' ? { ...answer, sent: 'perhaps' } : answer)
      if (started.kind === 'unknown' && answer.kind === 'answered' && answer.status < 300) note('start', answer.text, answer.status)
      return started
    },
    observe: async (kept, { signal }) => {
      const known = operation.safeParse(kept)
      if (!known.success) return { kind: 'lost', problem: forgotten(NAME) }
      const { id } = known.data
      const answer = await ask('observe', calls, (client) => client.videos.retrieve(id, { signal }).asResponse())
      const seen = readVideo(answer, { id })
      if (seen.kind === 'failed' && answer.kind === 'answered') note('failed', answer.text, answer.status)
      return seen
    },
    cancel: async (kept, { signal }) => {
      const known = operation.safeParse(kept)
      if (!known.success) return { kind: 'impossible' }
      return readDeletion(await ask('cancel', calls, (client) => client.videos.delete(known.data.id, { signal }).asResponse()))
    },
    download: async (kept, path, { signal }) => {
      const { id } = operation.parse(kept)
      const url = `${baseUrl}/videos/${encodeURIComponent(id)}/content`
      const headers = access.key === '' ? {} : { authorization: `Bearer ${access.key}` }
      const trustedOrigins = [...access.trustedOrigins, new URL(baseUrl).origin]
      return await saveResult({ provider: NAME, url, headers, path, trustedOrigins, signal })
    },
    operationOf: (id) => ({ id }),
  })
}

/** The address of a server alone means its `/v1`, where these servers are. */
function addressOf(baseUrl: string): string {
  return new URL(baseUrl).pathname === '/' ? `${baseUrl.replace(/\/$/, '')}/v1` : baseUrl
}

async function formOf(
  { prompt, seconds, size, seed, negativePrompt, frameRate, options }: ClipGeneration,
  files: readonly InputFile[],
): Promise<FormData> {
  const { model, steps, guidanceScale, flowShift, standardFieldsOnly = false } = openaiVideosOptions.parse(options)
  const form = new FormData()
  const set = (name: string, value: string | number | null | undefined): void => {
    if (value !== null && value !== undefined) form.set(name, String(value))
  }
  set('prompt', prompt)
  set('model', model)
  set('seconds', Math.ceil(seconds))
  set('size', size.name)
  if (!standardFieldsOnly) {
    set('fps', frameRate)
    set('seed', seed)
    set('negative_prompt', negativePrompt)
    set('num_inference_steps', steps)
    set('guidance_scale', guidanceScale)
    set('flow_shift', flowShift)
  }
  for (const { role, path, mime, name } of files) {
    if (role === 'first') form.set('input_reference', new File([await readFile(path)], name, { type: mime }))
  }
  return form
}
