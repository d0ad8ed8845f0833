import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto'

const DAY_MS = 86_400_000
const KEPT = 5000

export interface Signer {
  /** `path?exp=&sig=`; `exp` (seconds) is the end of the next UTC day, so that equal requests of one day give equal, cacheable URLs. */
  sign(path: string, now: number): string
  verify(path: string, exp: string | null, sig: string | null, now: number): boolean
}

/** Signs absolute paths with HMAC-SHA256 (RFC 2104) over path and expiry, so that neither can be changed alone. Times in milliseconds. */
export function createSigner(secret: Uint8Array): Signer {
  const key = createSecretKey(secret)
  const signature = (path: string, exp: string) => createHmac('sha256', key).update(`${path}\n${exp}`).digest()
  // A list signs three links for each of its jobs, and the next reader of the list gets the same ones.
  const signed = new Map<string, string>()
  return {
    sign(path, now) {
      const exp = String(((Math.floor(now / DAY_MS) + 2) * DAY_MS) / 1000)
      const plain = `${path}?exp=${exp}`
      const known = signed.get(plain)
      if (known !== undefined) return known
      if (signed.size >= KEPT) signed.clear()
      const link = `${plain}&sig=${signature(path, exp).toString('base64url')}`
      signed.set(plain, link)
      return link
    },
    verify(path, exp, sig, now) {
      if (exp === null || sig === null || !/^\d{1,12}$/.test(exp) || Number(exp) * 1000 <= now) return false
      const expected = Buffer.from(signature(path, exp).toString('base64url'))
      const given = Buffer.from(sig)
      return given.length === expected.length && timingSafeEqual(given, expected)
    },
  }
}
