import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cueShape, makeCues, timeScript, toSrt, toWebVtt } from 'shared/captions'
import { safeZone } from 'shared/strategy'
import { drawCaptions } from '../../server/drawing/index.ts'
import { type Chromium, openChromium } from '../harness/chromium.ts'
import { decode } from '../harness/frames.ts'

let directory: string
let chromium: Chromium

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'pagereel-caption-files-'))
  chromium = await openChromium()
})

afterAll(async () => {
  await chromium.close()
  await rm(directory, { recursive: true, force: true })
})

const cues = ['Meet the bottle that keeps your coffee hot, all day! 🎉', 'مرحبا <b> & 東京'].flatMap((text, index) =>
  makeCues(timeScript(text, { start: 0.5 + 6 * index, end: 4.5 + 6 * index }), { shape: cueShape('plain', '9:16'), until: null }),
)

describe('files of captions', () => {
  it('are read by Chromium as they were meant', async () => {
    const page = await chromium.newPage()
    const read = await page.evaluate(async (file) => {
      const video = document.createElement('video')
      const track = document.createElement('track')
      track.src = URL.createObjectURL(new Blob([file], { type: 'text/vtt' }))
      track.default = true
      video.append(track)
      document.body.append(video)
      track.track.mode = 'hidden'
      await new Promise((resolve, reject) => {
        track.addEventListener('load', resolve)
        track.addEventListener('error', reject)
      })
      return Array.from(track.track.cues ?? []).map((cue) => ({
        start: cue.startTime,
        end: cue.endTime,
        text: cue instanceof VTTCue ? cue.getCueAsHTML().textContent : '',
      }))
    }, toWebVtt(cues))
    await page.close()
    expect(read.map(({ text }) => text)).toEqual(cues.map(({ text }) => text))
    read.forEach(({ start, end }, index) => {
      expect(start).toBeCloseTo(cues[index]?.start ?? NaN, 2)
      expect(end).toBeCloseTo(cues[index]?.end ?? NaN, 2)
    })
  })

  it('are read by ffmpeg as they were meant', async () => {
    const file = path.join(directory, 'cues.srt')
    await writeFile(file, toSrt(cues))
    const { stdout } = await promisify(execFile)(process.env['FFMPEG_PATH'] ?? 'ffmpeg', ['-v', 'error', '-i', file, '-f', 'webvtt', '-'])
    for (const { text } of cues) expect(stdout).toContain(text)
  })
})

describe('a line of captions', () => {
  it.each([
    ['Latin', 'Night serum, AVATAR flow'],
    ['Arabic with Latin', 'خصم Nike Air، اليوم فقط 20'],
    ['Japanese', '東京の夜を歩く、光。'],
  ])('in %s has its words where Chromium has them', async (name, text) => {
    const words = timeScript(text, { start: 0, end: 2 })
    const line = makeCues(words, { shape: { columns: 80, lines: 1, words: 20 }, until: null })
    expect(line).toHaveLength(1)
    const drawn = await drawCaptions(
      {
        cues: line,
        style: 'plain',
        place: 'bottom',
        size: { width: 1920, height: 1080 },
        safeZone: safeZone(null, '16:9'),
        brand: { colours: [], headingFont: null, bodyFont: null, logo: null },
        language: null,
      },
      { directory: path.join(directory, name), signal: new AbortController().signal },
    )
    if (!drawn.ok) throw new Error(drawn.problem.detail)
    const ours = await inkColumns(drawn.value.layers[0]?.path ?? '')
    const theirs = await inkInChromium(chromium, text)
    expect(correlation(ours, theirs)).toBeGreaterThan(0.9)
    expect(correlation(ours, theirs.toReversed())).toBeLessThan(0.8)
  })
})

/** How much white ink there is in each column, from the first that has some to the last. */
async function inkColumns(file: string): Promise<readonly number[]> {
  const { data, info } = await sharp(file).raw().toBuffer({ resolveWithObject: true })
  return columnsWith(info, (index) => Math.min(...data.subarray(index * 4, index * 4 + 4)) > 128)
}

function columnsWith(
  { width, height }: { readonly width: number; readonly height: number },
  hasInk: (index: number) => boolean,
): readonly number[] {
  const columns = Array.from({ length: width }, () => 0)
  for (let index = 0; index < width * height; index++) if (hasInk(index)) columns[index % width] = (columns[index % width] ?? 0) + 1
  return columns.slice(
    columns.findIndex((value) => value > 0),
    columns.findLastIndex((value) => value > 0) + 1,
  )
}

async function inkInChromium(chromium: Chromium, text: string): Promise<readonly number[]> {
  const faces = chromium.faces(text, { face: 'sans', weight: 600, tracking: 0 })
  const page = await chromium.newPage()
  const isRightToLeft = /^\p{Script=Arabic}/u.test(text)
  await page.setContent(
    `<style>${faces.css}body{margin:20px;background:#000;color:#fff;white-space:pre;font:600 80px ${faces.families.join(',')}}</style><body dir="${isRightToLeft ? 'rtl' : 'ltr'}">${text}`,
  )
  await page.evaluate(() => document.fonts.ready)
  const shot = await decode(await page.screenshot())
  await page.close()
  return columnsWith(shot, (index) => (shot.data[index * 3] ?? 0) > 128)
}

/** Pearson's, of two profiles stretched to one length and a little blurred. */
function correlation(one: readonly number[], other: readonly number[]): number {
  const [first, second] = [resampled(one), resampled(other)]
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
  const [a, b] = [mean(first), mean(second)]
  let [both, ofFirst, ofSecond] = [0, 0, 0]
  first.forEach((value, index) => {
    const [x, y] = [value - a, (second[index] ?? 0) - b]
    both += x * y
    ofFirst += x * x
    ofSecond += y * y
  })
  return both / Math.sqrt(ofFirst * ofSecond)
}

const SAMPLES = 160

function resampled(values: readonly number[]): readonly number[] {
  return Array.from({ length: SAMPLES }, (_, index) => {
    const part = values.slice(Math.floor((index * values.length) / SAMPLES), Math.ceil(((index + 1) * values.length) / SAMPLES))
    return part.reduce((sum, value) => sum + value, 0) / Math.max(1, part.length)
  })
}
