import { describe, expect, it } from 'vitest'
import { MalformedMultipart, boundaryOf, readMultipart } from './multipart.ts'

async function* cut(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function read(bytes: Buffer, boundary: string, size: number) {
  const parts: { name: string; filename: string | null; text: string }[] = []
  for await (const part of readMultipart(cut(bytes, size), boundary)) {
    const pieces: Uint8Array[] = []
    for await (const piece of part.body) pieces.push(piece)
    parts.push({ name: part.name, filename: part.filename, text: Buffer.concat(pieces).toString('latin1') })
  }
  return parts
}

describe('readMultipart', () => {
  it('reads what a browser sends, wherever the chunks are cut', async () => {
    const form = new FormData()
    form.set('sourceType', 'grabbed')
    form.set('file', new Blob(['\r\n--not the boundary\r\n-- \0\xff'], { type: 'image/png' }), 'a "b".png')
    form.set('empty', '')
    const request = new Request('http://x', { method: 'POST', body: form })
    const boundary = boundaryOf(request.headers.get('content-type') ?? '')
    const bytes = Buffer.from(await request.arrayBuffer())
    if (boundary === null) throw new Error('no boundary')
    const whole = await read(bytes, boundary, bytes.length)
    expect(whole.map(({ name, filename }) => [name, filename])).toEqual([
      ['sourceType', null],
      ['file', 'a "b".png'],
      ['empty', null],
    ])
    expect(whole[1]?.text).toBe(Buffer.from('\r\n--not the boundary\r\n-- \0\xff').toString('latin1'))
    for (let size = 1; size < 60; size += 1) expect(await read(bytes, boundary, size)).toEqual(whole)
  })

  it('skips a part that nobody read', async () => {
    const bytes = Buffer.from(
      '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--b\r\nContent-Disposition: form-data; name=c\r\n\r\n2\r\n--b--',
    )
    const names: string[] = []
    for await (const part of readMultipart(cut(bytes, 7), 'b')) names.push(part.name)
    expect(names).toEqual(['a', 'c'])
  })

  it.each([
    ['nothing', ''],
    ['no end', '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1'],
    ['no name', '--b\r\nContent-Type: text/plain\r\n\r\n1\r\n--b--'],
    ['text after the boundary', '--bx'],
    ['endless headers', `--b\r\n${'x'.repeat(20_000)}`],
  ])('refuses %s', async (_, text) => {
    await expect(read(Buffer.from(text), 'b', 5)).rejects.toBeInstanceOf(MalformedMultipart)
  })

  it('reads the boundary, quoted or not', () => {
    expect(boundaryOf('multipart/form-data; boundary=abc')).toBe('abc')
    expect(boundaryOf('multipart/form-data; charset=x; boundary="a b"')).toBe('a b')
    expect(boundaryOf('multipart/form-data')).toBeNull()
  })
})
