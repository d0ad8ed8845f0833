import { problem } from 'shared/wire'
import { type ZodType, z } from 'zod'

const problemContent = { content: { 'application/problem+json': { schema: problem } } }

/** What every endpoint may answer with besides. */
export const problems = {
  '4XX': { description: 'The request cannot be granted; `code` says why', ...problemContent },
  '5XX': { description: 'Not the fault of the request', ...problemContent },
}

/** A JSON answer. */
export function json<Schema extends ZodType>(schema: Schema, description: string) {
  return { description, content: { 'application/json': { schema } } }
}

/** A JSON body that must be there. */
export function jsonBody<Schema extends ZodType>(schema: Schema) {
  return { required: true, content: { 'application/json': { schema } } }
}

/** Headers of a POST that can spend. */
export const spendingHeaders = z.object({
  'idempotency-key': z
    .string()
    .regex(/^[\x21-\x7e]{1,200}$/, 'must be 1 to 200 visible ASCII characters')
    .optional()
    .meta({ description: 'Made by the client; the same key and body give the same answer for as long as the job exists' }),
})

/** Every endpoint but the few open ones takes the token of a pairing. */
export const bearer = [{ token: [] }]
