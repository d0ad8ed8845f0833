import { describe, expect, it } from 'vitest'
import { readKlingWebhook } from './webhook.ts'

/** The example of Kling's page "Callbacks". */
const SECRET = 'whsec_dGVzdHNlY3JldHRlc3RzZWNyZXR0ZXN0c2VjcmV0MTI='
const SIGNATURE = 'v1,UsKlJP00XoQyOn410NM9xv34sP+Gl0jnOO9Lcpr7NJ4='
const body = Buffer.from('{"id":"1234567890","status":"succeeded","message":"","create_time":1781080778802,"update_time":1781080794151}')
const headers = (signature: string) =>
  new Headers({ 'webhook-id': '9876543210', 'webhook-timestamp': '1781080794', 'webhook-signature': signature })
const now = 1_781_080_800_000

describe('a message of Kling', () => {
  it('is read by the example of its documentation, also next to the signature of another secret', () => {
    const about = { providerJobId: '1234567890', eventId: '9876543210' }
    expect(readKlingWebhook(SECRET, { headers: headers(SIGNATURE), body, now })).toEqual(about)
    const two = `v1,${Buffer.alloc(32).toString('base64')} ${SIGNATURE}`
    expect(readKlingWebhook(SECRET, { headers: headers(two), body, now })).toEqual(about)
  })

  it.each([
    ['another signature', { headers: headers(`v1,${Buffer.alloc(32).toString('base64')}`), body, now }],
    ['a signature that is cut short', { headers: headers(SIGNATURE.slice(0, 20)), body, now }],
    ['a signature of another kind', { headers: headers(SIGNATURE.replace('v1,', 'v2,')), body, now }],
    ['another body', { headers: headers(SIGNATURE), body: Buffer.from(body.toString().replace('succeeded', 'failed')), now }],
    ['no headers', { headers: new Headers(), body, now }],
    ['a time six minutes ago', { headers: headers(SIGNATURE), body, now: now + 360_000 }],
    ['a time to come', { headers: headers(SIGNATURE), body, now: now - 360_000 }],
  ])('is refused with %s', (_, message) => {
    expect(readKlingWebhook(SECRET, message)).toBeNull()
  })

  it('is refused when it was signed with another secret', () => {
    expect(readKlingWebhook('whsec_b3RoZXI=', { headers: headers(SIGNATURE), body, now })).toBeNull()
  })
})
