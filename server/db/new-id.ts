import { randomBytes } from 'node:crypto'

const CROCKFORD = '0123456789abcdefghjkmnpqrstvwxyz'
const COUNTER_BITS = 74n
const COUNTER_MASK = (1n << COUNTER_BITS) - 1n
const HIGH_BITS = 62n

let lastTime = 0n
let lastCounter = 0n

/**
 * `job_` + UUIDv7 as 26 characters of lower-case Crockford base32, so that text order is time order. Within one millisecond
 * (and when the clock steps back) the random bits count upwards from their first value (RFC 9562, section 6.2, method 2).
 */
export function newId(prefix: string): string {
  return `${prefix}_${encode(nextUuid(BigInt(Date.now())))}`
}

function nextUuid(now: bigint): bigint {
  if (now > lastTime) {
    lastTime = now
    lastCounter = randomBits() >> 1n
  } else {
    lastCounter += 1n + ((randomBits() >> HIGH_BITS) >> 2n)
    if (lastCounter > COUNTER_MASK) {
      lastTime += 1n
      lastCounter = randomBits() >> 1n
    }
  }
  const high = lastCounter >> HIGH_BITS
  const low = lastCounter & ((1n << HIGH_BITS) - 1n)
  return (lastTime << 80n) | (7n << 76n) | (high << 64n) | (2n << HIGH_BITS) | low
}

function randomBits(): bigint {
  return BigInt(`0x${randomBytes(10).toString('hex')}`) & COUNTER_MASK
}

function encode(uuid: bigint): string {
  let text = ''
  for (let shift = 125n; shift >= 0n; shift -= 5n) text += CROCKFORD.charAt(Number((uuid >> shift) & 31n))
  return text
}
