import { expect, it } from 'vitest'
import { readAvcc, withStartCodes } from './lanes.ts'

it('reads the parameter sets of an avcC record', () => {
  const avcc = Buffer.from('01640028ffe1000367640a01000268ee', 'hex')
  expect(readAvcc(avcc)).toEqual({ headers: Buffer.from('0000000167640a0000000168ee', 'hex'), lengthBytes: 4 })
})

it('puts start codes in the place of lengths', () => {
  expect(withStartCodes(Buffer.from('00000002aabb00000001cc', 'hex'), 4).toString('hex')).toBe('00000001aabb00000001cc')
  expect(withStartCodes(Buffer.from('0002aabb0001cc', 'hex'), 2).toString('hex')).toBe('00000001aabb00000001cc')
})
