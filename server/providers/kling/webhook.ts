import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { parseJson } from '../answer.ts'
import type { WebhookMessage } from '../port.ts'

const TOLERANCE_MS = 300_000
const about = z.looseObject({ id: z.string().min(1) })

/**
 * Whose task a message of Kling's is about; null where it is not signed with the secret or not of now. The signature is that of Standard
 * Webhooks: `webhook-signature` holds, each after `v1,`, HMAC-SHA256 in base64 over `{webhook-id}.{webhook-timestamp}.{body}`; the key is
 * the secret after `whsec_`, from base64. Two signatures come while a secret is being replaced.
 */
export function readKlingWebhook(
  secret: string,
  { headers, body, now }: WebhookMessage,
): { readonly providerJobId: string; readonly eventId: string } | null {
  const eventId = headers.get('webhook-id') ?? ''
  const timestamp = headers.get('webhook-timestamp') ?? ''
  if (eventId === '' || !/^\d{1,12}$/.test(timestamp) || Math.abs(now - Number(timestamp) * 1000) > TOLERANCE_MS) return null
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  const expected = createHmac('sha256', key).update(`${eventId}.${timestamp}.`).update(body).digest()
  const signatures = (headers.get('webhook-signature') ?? '').split(' ').filter((one) => one.startsWith('v1,'))
  if (!signatures.some((one) => isEqual(Buffer.from(one.slice(3), 'base64'), expected))) return null
  const parsed = about.safeParse(parseJson(Buffer.from(body).toString('utf8')))
  return parsed.success ? { providerJobId: parsed.data.id, eventId } : null
}

function isEqual(given: Buffer, expected: Buffer): boolean {
  return given.length === expected.length && timingSafeEqual(given, expected)
}
