import { describe, expect, it } from 'vitest'
import { chooseRange } from './range.ts'

const WHOLE = { kind: 'whole' }
const UNSATISFIABLE = { kind: 'unsatisfiable' }
const part = (start: number, end: number) => ({ kind: 'part', start, end })

describe('chooseRange on a file of 1000 bytes', () => {
  it.each([
    [undefined, WHOLE],
    ['bytes=0-0', part(0, 0)],
    ['bytes=0-', part(0, 999)],
    ['bytes=0-999', part(0, 999)],
    ['bytes=0-1000', part(0, 999)],
    ['bytes=500-', part(500, 999)],
    ['bytes=999-', part(999, 999)],
    ['bytes=-1', part(999, 999)],
    ['bytes=-1000', part(0, 999)],
    ['bytes=-5000', part(0, 999)],
    ['BYTES=1-2', part(1, 2)],
    ['bytes = 1 - 2 ', part(1, 2)],
    ['bytes=007-008', part(7, 8)],
    ['bytes=0-99999999999999999999999', part(0, 999)],
    ['bytes=1000-', UNSATISFIABLE],
    ['bytes=1000-2000', UNSATISFIABLE],
    ['bytes=99999999999999999999999-', UNSATISFIABLE],
    ['bytes=-0', UNSATISFIABLE],
    ['bytes=5-2', WHOLE],
    ['bytes=-', WHOLE],
    ['bytes=', WHOLE],
    ['bytes', WHOLE],
    ['', WHOLE],
    ['bytes=a-b', WHOLE],
    ['bytes=0x1-0x2', WHOLE],
    ['bytes=1.5-2', WHOLE],
    ['bytes=--5', WHOLE],
    ['bytes=+1-2', WHOLE],
    ['bytes=0-1,4-5', WHOLE],
    ['bytes=0-1;q=1', WHOLE],
    ['items=0-1', WHOLE],
    ['none', WHOLE],
    ['bytes=1-2\u00a0', WHOLE],
  ])('%s', (header, expected) => {
    expect(chooseRange(header, 1000)).toEqual(expected)
  })

  it('finds nothing to give of an empty file', () => {
    expect(chooseRange('bytes=0-', 0)).toEqual(UNSATISFIABLE)
    expect(chooseRange('bytes=-1', 0)).toEqual(UNSATISFIABLE)
    expect(chooseRange(undefined, 0)).toEqual(WHOLE)
  })
})
