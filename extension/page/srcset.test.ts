import { describe, expect, it } from 'vitest'
import { pictureAddress, pictureKey } from './address.ts'
import { cssImages } from './css-images.ts'
import { parseSrcset } from './srcset.ts'

describe('parseSrcset', () => {
  it.each([
    [
      'a.jpg 1x, b.jpg 2x',
      [
        ['a.jpg', null, 1],
        ['b.jpg', null, 2],
      ],
    ],
    [
      'a.jpg 400w,b.jpg 1200w',
      [
        ['a.jpg', 400, null],
        ['b.jpg', 1200, null],
      ],
    ],
    ['a.jpg', [['a.jpg', null, 1]]],
    [
      'c/w_400,h_300/a.jpg 400w, c/w_800,h_600/a.jpg 800w',
      [
        ['c/w_400,h_300/a.jpg', 400, null],
        ['c/w_800,h_600/a.jpg', 800, null],
      ],
    ],
    [
      'data:image/png;base64,AAAA 1x, b.png 2x',
      [
        ['data:image/png;base64,AAAA', null, 1],
        ['b.png', null, 2],
      ],
    ],
    ['a.jpg 0w, b.jpg nonsense, c.jpg 2x', [['c.jpg', null, 2]]],
    ['', []],
  ])('reads %s', (text, expected) => {
    expect(parseSrcset(text).map(({ url, width, density }) => [url, width, density])).toEqual(expected)
  })
})

describe('cssImages', () => {
  it.each([
    ['none', []],
    ['url("/a(1).png")', [['/a(1).png', 1]]],
    ["url('b.png'), linear-gradient(red, blue)", [['b.png', 1]]],
    ['url(c\\ d.png)', [['c d.png', 1]]],
    [
      'image-set(url("e.png") 1x, url("f.png") 2x)',
      [
        ['e.png', 1],
        ['f.png', 2],
      ],
    ],
    ['-webkit-image-set("g.png" 1x, "h.png" type("image/png") 192dpi)', [['g.png', 1]]],
    ['image-set(url("i.png") 192dpi)', [['i.png', 2]]],
  ])('reads %s', (value, expected) => {
    expect(cssImages(value).map(({ url, density }) => [url, density])).toEqual(expected)
  })
})

describe('pictureKey', () => {
  it.each([
    ['https://x.test/a-300x200.jpg', 'https://x.test/a.jpg'],
    ['https://x.test/a@2x.png', 'https://x.test/a.png'],
    ['https://x.test/a.jpg?width=100&v=3', 'https://x.test/a.jpg?v=3&width=900'],
    ['https://shop.test/_next/image?url=%2Fp%2Fa.jpg&w=640&q=75', 'https://shop.test/p/a.jpg'],
    ['https://x.test/cdn-cgi/image/width=80/p/a.jpg', 'https://x.test/p/a.jpg'],
    ['https://i0.wp.com/x.test/a.jpg?fit=300', 'https://x.test/a.jpg'],
  ])('sees %s and %s as one picture', (one, other) => {
    expect(pictureKey(one)).toBe(pictureKey(other))
  })
  it.each([
    ['https://x.test/image?id=1', 'https://x.test/image?id=2'],
    ['https://x.test/a.jpg?w=1&sig=abc', 'https://x.test/a.jpg?w=2&sig=def'],
    ['https://x.test/a/front.jpg', 'https://x.test/b/front.jpg'],
  ])('keeps %s and %s apart', (one, other) => {
    expect(pictureKey(one)).not.toBe(pictureKey(other))
  })
})

describe('pictureAddress', () => {
  it.each([
    ['data:image/gif;base64,R0lGODlhAQABAAAAACw=', 'spacers'],
    ['icon.svg', 'vector pictures, which the server refuses'],
    ['javascript:alert(1)', 'scripts'],
    ['//cdn.test/a_{width}x.jpg', 'templates'],
    ['', 'nothing'],
    ['file:///etc/passwd', 'files'],
  ])('takes no %s: %s', (text) => {
    expect(pictureAddress(text, 'https://x.test/p/')).toBeNull()
  })
  it('resolves against the base of the page', () => {
    expect(pictureAddress('../a.jpg', 'https://x.test/p/q/')).toBe('https://x.test/p/a.jpg')
  })
})
