import { describe, expect, it } from 'vitest'
import { sniff } from './sniff.ts'

const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'))

describe('sniffing', () => {
  it.each([
    ['\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x02\0\0\0\x90wS\xde\0\0\0\x0cIDAT', 'png'],
    ['\xff\xd8\xff\xe0\0\x10JFIF\0', 'jpeg'],
    ['RIFF\x24\0\0\0WEBPVP8 ', 'webp'],
    ['GIF89a\x01\0\x01\0', 'gif'],
    ['\0\0\0\x1cftypavif\0\0\0\0avifmif1', 'avif'],
    ['\0\0\0\x18ftypisom\0\0\0\0isommp42', 'mp4'],
    ['\0\0\0\x14ftypqt  \0\0\0\0qt  ', 'mov'],
    ['ID3\x04\0\0\0\0\x1f\x7fTIT2', 'mp3'],
    ['\xff\xfb\x90\xc4\0\0\0\0', 'mp3'],
    ['\0\0\0\x1cftypM4A \0\0\0\0M4A isom', 'm4a'],
    ['RIFF\x24\0\0\0WAVEfmt ', 'wav'],
    ['fLaC\0\0\0\x22', 'flac'],
    ['OggS\0\x02\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\x13OpusHead', 'ogg'],
  ])('knows %# by its bytes', async (head, format) => {
    expect(await sniff(bytes(head))).toMatchObject({ ok: true, value: { format } })
  })

  it.each([
    ['<svg xmlns="http://www.w3.org/2000/svg"/>', 'svg'],
    ['\n <!-- note -->\n<svg>', 'svg'],
    ['<!DOCTYPE html><p>', 'html'],
    ['#EXTM3U\nhttp://10.0.0.1/', 'playlist'],
    ['ffconcat version 1.0', 'playlist'],
    ['hello', 'text'],
    ['MThd\0\0\0\x06\0\x01\0\x02', 'mid'],
    ['\x00\x01\x02', 'unknown'],
  ])('refuses %j as %s', async (head, format) => {
    expect(await sniff(bytes(head))).toMatchObject({ ok: false, problem: { code: 'unsupported_media', params: { format } } })
  })

  it('refuses nothing at all as empty', async () => {
    expect(await sniff(new Uint8Array())).toMatchObject({ ok: false, problem: { code: 'media_invalid' } })
  })
})
