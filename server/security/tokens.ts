import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** A new bearer token of 256 random bits. It is shown once; only its hash is kept. */
export function newToken(): string {
  return `pgr_${randomBytes(32).toString('base64url')}`
}

/** What is kept of a token: its sha256 as hex. A slow hash would add nothing to 256 random bits. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

/** Compares two hashes of one length in constant time. */
export function equalHash(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}
