import { describe, expect, it } from 'vitest'
import { toCsvLine } from './csv.ts'

describe('a line of CSV', () => {
  it('ends with CRLF and quotes what would part it', () => {
    expect(toCsvLine(['a', 'b c', '', 'd,e', 'f "g"', 'h\ni'])).toBe('a,b c,,"d,e","f ""g""","h\ni"\r\n')
  })

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1', '＋1', '－1', '＠A'])('holds no formula: %j', (text) => {
    const [cell = ''] = toCsvLine([text]).split('\r\n')
    expect(cell.replace(/^"/, '').startsWith("'")).toBe(true)
  })

  it('leaves times, amounts and ids as they are', () => {
    const line = toCsvLine(['2026-11-21T00:00:00.000Z', '0.340000', 'job_1', 'a=b'])
    expect(line).toBe('2026-11-21T00:00:00.000Z,0.340000,job_1,a=b\r\n')
  })
})
