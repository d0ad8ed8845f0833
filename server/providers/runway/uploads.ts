import { openAsBlob } from 'node:fs'
import { type Outcome, succeed } from 'shared/wire'
import { z } from 'zod'
import type { quoting } from '../answer.ts'
import { badInput } from '../answers.ts'
import type { Access, Call, InputFile } from '../port.ts'
import { providerFetch } from '../transport.ts'
import { judgeUrl } from '../../security/index.ts'
import { answerOfError, createClient } from './client.ts'
import { PROVIDER, refusalOf, troubleOf } from './failures.ts'
import type { Uploads } from './request.ts'

const UPLOAD_MS = 300_000
const runwayUri = z.object({ uri: z.string().startsWith('runway://') })

export interface UploadOptions {
  readonly access: Access
  readonly files: readonly InputFile[]
  /** Exact origins that may be private. */
  readonly trustedOrigins: readonly string[]
  readonly say: ReturnType<typeof quoting>
  readonly call: Call
}

/**
 * Brings files to Runway's storage for 24 hours, in two steps each: an address is asked for, then the bytes are posted there. Answers
 * with their `runway://` addresses in the order of the files.
 */
export async function uploadAll(options: UploadOptions): Promise<Outcome<Uploads>> {
  const client = createClient(options.access, guarded(options))
  const done: Uploads = []
  for (const { role, path, mime, name } of options.files) {
    try {
      const file = new File([await openAsBlob(path, { type: mime })], name, { type: mime })
      const answered = await client.uploads.createEphemeral({ file }, { timeout: UPLOAD_MS })
      done.push({ role, uri: runwayUri.parse(answered).uri })
    } catch (error) {
      const answer = answerOfError(error)
      options.say('upload', answer.kind === 'none' ? answer.why : answer.text, answer.kind === 'none' ? undefined : answer.status)
      const refused = answer.kind === 'answered' && answer.status < 500 ? refusalOf(answer) : null
      if (refused?.params['reason'] === 'request') return { ok: false, problem: badInput(PROVIDER) }
      return { ok: false, problem: refused ?? troubleOf(answer).problem }
    }
  }
  return succeed(done)
}

/** The address to post a file to comes from outside, so it must be a public one; the SDK leaves the caller's signal out of that step. */
function guarded({ trustedOrigins, call }: UploadOptions): typeof fetch {
  const send = providerFetch()
  return async (input, init) => {
    const request = new Request(input, init)
    if (!judgeUrl(request.url, trustedOrigins).ok) throw new Error('files are uploaded to public addresses only')
    return await send(request, { signal: AbortSignal.any([request.signal, call.signal]) })
  }
}
