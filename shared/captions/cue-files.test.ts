import { describe, expect, it } from 'vitest'
import { toSrt, toWebVtt } from './cue-files.ts'
import { cueShape } from './cue-shape.ts'
import { makeCues } from './make-cues.ts'
import { timeScript } from './time-script.ts'

const cues = makeCues(
  timeScript('Salt & pepper: 1 < 2 --> always. Every day, for everyone you love and care about most.', { start: 3599, end: 3605 }),
  {
    shape: cueShape('plain', '9:16'),
    until: null,
  },
)

const seconds = (time: string): number => {
  const [hours = 0, minutes = 0, rest = 0] = time.replace(',', '.').split(':').map(Number)
  return hours * 3600 + minutes * 60 + rest
}

/** What a reader makes of a file of cues: blocks parted by empty lines, a line with times, then the text. */
function read(file: string): readonly { readonly start: number; readonly end: number; readonly text: string }[] {
  return file.split('\n\n').flatMap((block) => {
    const lines = block.trim().split('\n')
    const at = lines.findIndex((line) => /^\d\d:\d\d:\d\d[.,]\d{3} --> /u.test(line))
    if (at === -1) return []
    const [start = '', end = ''] = (lines[at] ?? '').split(/ --> | /u)
    return [{ start: seconds(start), end: seconds(end), text: lines.slice(at + 1).join('\n') }]
  })
}

const unescaped = (text: string): string =>
  text
    .replaceAll(/<[^>]*>/gu, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')

describe('toSrt', () => {
  it('says the same as the cues', () => {
    const again = read(toSrt(cues))
    expect(again.map(({ text }) => text)).toEqual(cues.map(({ text }) => text))
    again.forEach(({ start, end }, index) => {
      expect(start).toBeCloseTo(cues[index]?.start ?? NaN, 2)
      expect(end).toBeCloseTo(cues[index]?.end ?? NaN, 2)
    })
    expect(toSrt(cues)).toMatch(/^1\n00:59:59,000 --> \d\d:/u)
  })
})

describe('toWebVtt', () => {
  it('says the same as the cues, whatever characters they have', () => {
    const file = toWebVtt(cues)
    const again = read(file)
    expect(file.startsWith('WEBVTT\n\n')).toBe(true)
    expect(again.map(({ text }) => unescaped(text))).toEqual(cues.map(({ text }) => text))
    expect(file).toContain('&amp; ')
    expect(file.match(/-->/gu)).toHaveLength(cues.length)
  })

  it('tells when each word is said, ascending inside its cue', () => {
    const again = read(toWebVtt(cues))
    again.forEach(({ start, end, text }, index) => {
      const times = [...text.matchAll(/<(\d\d:[^>]*)>/gu)].map(([, time = '']) => seconds(time))
      expect(times).toHaveLength((cues[index]?.words.length ?? 0) - 1)
      expect([start, ...times, end]).toEqual([start, ...times, end].toSorted((one, other) => one - other))
      times.forEach((time, order) => expect(Math.abs(time - (cues[index]?.words[order + 1]?.start ?? NaN))).toBeLessThan(0.08))
    })
  })

  it('says where players show them', () => {
    expect(toWebVtt(cues, 'top')).toContain(' line:10%\n')
    expect(toWebVtt(cues)).not.toContain('line:')
  })
})
