import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto'
import { z } from 'zod'
import { ask, parseJson } from '../answer.ts'
import type { Access, Adapter, WebhookMessage } from '../port.ts'
import { addressOf, isSuccess } from './calls.ts'
import { requestId } from './start.ts'

const KEYS_URL = 'https://rest.fal.ai/.well-known/jwks.json'
const OLDEST_SECONDS = 300
const KEYS_MS = 24 * 3_600_000
/** New keys are looked for no more often, however many messages fit none. */
const KEYS_AGAIN_MS = 5 * 60_000

const keySet = z.object({ keys: z.array(z.object({ kty: z.string(), crv: z.string().optional(), x: z.string().optional() })) })
const envelope = z.object({ request_id: requestId })
const signedWith = z.object({
  id: z.string(),
  user: z.string(),
  seconds: z.string().regex(/^\d{1,12}$/),
  signature: z.string().regex(/^[\da-f]{128}$/i),
})

interface Known {
  readonly keys: readonly KeyObject[]
  readonly at: number
}

/**
 * Reads fal's webhooks: an Ed25519 signature over request id, user id, time and the body's SHA-256, one to a line, by any key of its
 * published set, and no older or newer than five minutes (fal docs, "Webhooks").
 */
export function createWebhookReader(access: Access, send: typeof fetch): NonNullable<Adapter['readWebhook']> {
  let known: Known | null = null
  const keysFor = async (now: number, oldestMs: number): Promise<Known | null> => {
    if (known !== null && now - known.at < oldestMs) return known
    const answer = await ask(send, addressOf(access, KEYS_URL), { headers: { accept: 'application/json' } })
    const read = keySet.safeParse(isSuccess(answer) ? answer.json : null)
    if (!read.success) return known
    known = { keys: read.data.keys.flatMap(publicKey), at: now }
    return known
  }
  return async ({ headers, body, now }) => {
    const signed = readSignature(headers)
    const about = envelope.safeParse(parseJson(Buffer.from(body).toString('utf8')))
    if (signed === null || !about.success || Math.abs(now / 1000 - Number(signed.seconds)) > OLDEST_SECONDS) return null
    const fits = (one: Known | null): boolean =>
      one?.keys.some((key) => verify(null, messageOf(signed, body), key, Buffer.from(signed.signature, 'hex'))) ?? false
    if (!fits(await keysFor(now, KEYS_MS)) && !fits(await keysFor(now, KEYS_AGAIN_MS))) return null
    return { providerJobId: about.data.request_id, eventId: about.data.request_id }
  }
}

function readSignature(headers: WebhookMessage['headers']): z.infer<typeof signedWith> | null {
  const read = signedWith.safeParse({
    id: headers.get('x-fal-webhook-request-id'),
    user: headers.get('x-fal-webhook-user-id'),
    seconds: headers.get('x-fal-webhook-timestamp'),
    signature: headers.get('x-fal-webhook-signature'),
  })
  return read.success ? read.data : null
}

function messageOf({ id, user, seconds }: z.infer<typeof signedWith>, body: Uint8Array): Buffer {
  return Buffer.from([id, user, seconds, createHash('sha256').update(body).digest('hex')].join('\n'))
}

/** None where it is no key of this kind. */
function publicKey({ kty, crv, x }: z.infer<typeof keySet>['keys'][number]): readonly KeyObject[] {
  if (kty !== 'OKP' || crv !== 'Ed25519' || x === undefined || Buffer.from(x, 'base64url').length !== 32) return []
  return [createPublicKey({ key: { kty, crv, x }, format: 'jwk' })]
}
