import { z } from 'zod'
import { LOG_LEVELS } from './config.ts'

const UNIT_BYTES: Readonly<Record<string, number>> = {
  '': 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
  tib: 2 ** 40,
}

/** A whole number in decimal digits; `message` says the range and what happens when it is left out. */
export function wholeNumber(least: number, most: number, message: string) {
  return z
    .string()
    .regex(/^\d{1,15}$/, message)
    .transform(Number)
    .refine((value) => value >= least && value <= most, message)
}

/** An http(s) origin without path, query or credentials; a single trailing slash is forgiven. */
export function origin(message: string) {
  return z.string().transform((text, context) => {
    const url = URL.parse(text)
    const plain = url !== null && (url.protocol === 'https:' || url.protocol === 'http:') && url.href === `${url.origin}/`
    if (plain) return url.origin
    context.addIssue({ code: 'custom', message })
    return z.NEVER
  })
}

/** Origins separated by commas or blanks. */
export const origins = z.string().transform((text, context) => {
  const parse = origin('')
  const found: string[] = []
  for (const item of text.split(/[\s,]+/).filter((part) => part !== '')) {
    const parsed = parse.safeParse(item)
    if (parsed.success) found.push(parsed.data)
    else {
      context.addIssue({
        code: 'custom',
        message: `"${item}" is not an origin; write scheme, host and port only, such as http://192.168.1.20:8188`,
      })
    }
  }
  return [...new Set(found)]
})

/** A number of bytes with an optional unit: KB, MB, GB, TB count in thousands, KiB, MiB, GiB, TiB in 1024s. */
export const byteCount = z.string().transform((text, context) => {
  const [, digits = '', unit = ''] = /^(\d{1,15}(?:\.\d+)?)\s*([a-z]*)$/i.exec(text) ?? []
  const bytes = Math.floor(Number(digits) * (UNIT_BYTES[unit.toLowerCase()] ?? Number.NaN))
  if (digits !== '' && Number.isSafeInteger(bytes) && bytes > 0) return bytes
  context.addIssue({ code: 'custom', message: 'write a size such as 50GB or 200GiB; leave it out for no limit' })
  return z.NEVER
})

/** `point` or `point:n`. */
export const crashPoint = z.string().transform((text, context) => {
  const [, point = '', hits = '1'] = /^([A-Za-z][\w./-]*)(?::([1-9]\d{0,5}))?$/.exec(text) ?? []
  if (point !== '') return { point, afterHits: Number(hits) }
  context.addIssue({ code: 'custom', message: 'write the name of a crash point, or name:n to die when it is reached for the nth time' })
  return z.NEVER
})

export const logLevel = z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`)

/** Only `all` for now; the other roles of the contract are refused by name, so nobody waits for a worker that never works. */
export const role = z.literal('all', {
  error: ({ input }) => (input === 'api' || input === 'worker' ? `${input} is not built yet, use all` : 'must be all, or left out'),
})

/** A shared secret: long enough not to be guessed, and safe in a header. */
export const secret = z
  .string()
  .regex(/^[\x21-\x7e]{16,256}$/, 'must be 16 to 256 visible ASCII characters without blanks; leave it out to pair with a code instead')

/** A provider's key: one word that fits into a header. Its form is the provider's affair. */
export const providerKey = z
  .string()
  .regex(/^[\x21-\x7e]{4,4096}$/, 'must be one word of visible ASCII characters, as the provider gave it')

/** Where a provider's server is: http or https, without credentials, query or fragment; a trailing slash is forgiven. */
export const baseUrl = z.string().transform((text, context) => {
  const parsed = URL.parse(text)
  const plain =
    parsed !== null && (parsed.protocol === 'https:' || parsed.protocol === 'http:') && parsed.username === '' && parsed.password === ''
  if (plain && parsed.search === '' && parsed.hash === '') return parsed.href.replace(/\/+$/, '')
  context.addIssue({ code: 'custom', message: 'must be the address of a server, such as http://127.0.0.1:8188' })
  return z.NEVER
})
