import { describe, expect, it } from 'vitest'
import { addressOf, askFal, FAL_BASE_URL } from './calls.ts'

const ACCESS = { key: 'id:secret', baseUrl: FAL_BASE_URL, trustedOrigins: [], log: () => undefined }
const CALL = { signal: new AbortController().signal }

describe('addressOf', () => {
  it('leaves fal’s hosts alone, and moves all of them to a server that is named instead', () => {
    const storage = 'https://rest.fal.ai/storage/upload/initiate?storage_type=fal-cdn-v3'
    expect(addressOf(ACCESS, storage)).toBe(storage)
    const moved = { baseUrl: 'http://127.0.0.1:4000/fal' }
    expect(addressOf(moved, storage)).toBe('http://127.0.0.1:4000/fal/storage/upload/initiate?storage_type=fal-cdn-v3')
    expect(addressOf(moved, 'https://queue.fal.run/fal-ai/pika')).toBe('http://127.0.0.1:4000/fal/fal-ai/pika')
  })
})

describe('askFal', () => {
  it.each([
    ['a busy server', async () => new Response('{}', { status: 429 })],
    ['a broken one', async () => new Response('{}', { status: 503 })],
    ['no network', async () => Promise.reject(Object.assign(new TypeError('fetch failed'), { code: 'ECONNRESET' }))],
  ])('asks once, though the client would ask %s again', async (_, answer) => {
    const asked: string[] = []
    const send: typeof fetch = async (input) => {
      asked.push(new Request(input).url)
      return await answer()
    }
    const { value } = await askFal(ACCESS, send, CALL, ({ queue }) =>
      queue.submit('fal-ai/pika/v2.2/text-to-video', { input: { prompt: 'x' } }),
    )
    expect(value).toBeNull()
    expect(asked).toEqual(['https://queue.fal.run/fal-ai/pika/v2.2/text-to-video'])
  })

  it('throws for a mistake of ours, as nothing was asked', async () => {
    const send: typeof fetch = async () => new Response('{}')
    await expect(askFal(ACCESS, send, CALL, ({ queue }) => queue.submit('pika', { input: { prompt: 'x' } }))).rejects.toThrow(
      'Invalid app id',
    )
  })
})
