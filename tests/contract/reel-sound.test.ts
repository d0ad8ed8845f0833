import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import { isTerminal } from 'shared/progress'
import { asset, budget, estimate, type Job, job, jobList, storyboard, type TimedWord } from 'shared/wire'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Ffmpeg, measureLoudness } from '../../server/media/index.ts'
import { type Backend, startBackend } from '../harness/backend.ts'
import { writeFlashClip } from '../harness/film.ts'
import { systemFfmpeg } from '../harness/media.ts'
import { linkModels } from '../harness/models.ts'
import { hear, levelOf, writeSound } from '../harness/sound.ts'
import { ELEVENLABS_KEY, HEARD, startElevenlabs } from '../simulators/elevenlabs.ts'
import type { Simulator } from '../simulators/simulator.ts'
import { evenWords } from '../simulators/sounds.ts'

const run = promisify(execFile)
const QUICK = { pollMs: [20, 100], retryMs: [10, 60], confirmMs: 2000, lookUpMs: 1500, slotMs: 250 } as const
const LONG = 600_000
const FRAME_RATE = 24
const SETTINGS = { aspectRatio: '1:1', resolution: '720p', frameRate: FRAME_RATE, seed: 7 }
const CUT = { boundary: { kind: 'cut', seconds: 0 } }
/** What words may be off by from where the voice is heard, in seconds. */
const TIMELY = 0.08
const TARGET = -14
/** Seconds of a frame of AAC. */
const AAC_FRAME = 1024 / 48_000
const LOCAL_VOICE = { asset: null, voice: null, provider: 'local', language: 'en', speed: 1, gain: 0 }
const MUSIC = { asset: null, prompt: null, mood: null, provider: 'local', gain: 0 }

let ffmpeg: Ffmpeg
let directory: string
let local: Backend
let scribe: Simulator
let keyed: Backend
let green: string

beforeAll(async () => {
  ffmpeg = await systemFfmpeg()
  directory = await mkdtemp(join(tmpdir(), 'pagereel-reel-sound-'))
  await linkModels(directory, /\.sf3$/)
  local = await startBackend({}, { dataDir: directory })
  scribe = await startElevenlabs()
  const env = { ELEVENLABS_API_KEY: ELEVENLABS_KEY, ELEVENLABS_BASE_URL: scribe.base }
  keyed = await startBackend(env, { remoteTimes: QUICK })
  green = join(directory, 'green.png')
  await sharp({ create: { width: 900, height: 900, channels: 3, background: '#285a3c' } })
    .png()
    .toFile(green)
}, LONG)
afterAll(async () => {
  await Promise.all([local.stop(), keyed.stop()])
  await scribe.stop()
  await rm(directory, { recursive: true, force: true })
})

async function upload(backend: Backend, path: string): Promise<string> {
  const added = await backend.ask('/api/assets', { body: new Uint8Array(await readFile(path)), headers: { 'Content-Type': 'audio/wav' } })
  return asset.parse(await added.json()).id
}

async function tell(backend: Backend, request: object) {
  const answer = await backend.ask('/api/storyboards', { json: { settings: SETTINGS, ...request } })
  const text: unknown = await answer.json()
  if (answer.status !== 201) throw new Error(JSON.stringify(text))
  return storyboard.parse(text)
}

async function reelOf(backend: Backend, storyboardId: string, more: object = {}) {
  const asked = await backend.ask('/api/jobs', { json: { kind: 'reel', storyboardId, ...more } })
  for (let now = job.parse(await asked.json()); ; now = job.parse(await (await backend.ask(`/api/jobs/${now.id}`)).json())) {
    if (!isTerminal(now.status)) await wait(100)
    else if (now.kind === 'reel' && now.result !== null) return { ...now, result: now.result }
    else throw new Error(JSON.stringify(now.error))
  }
}

async function childrenOf(backend: Backend, id: string): Promise<readonly Job[]> {
  return jobList.parse(await (await backend.ask(`/api/jobs?parentId=${id}`)).json()).items
}

async function fileOf(backend: Backend, { url }: { readonly url: string }, name: string): Promise<string> {
  const path = join(directory, name)
  await writeFile(path, new Uint8Array(await (await backend.ask(url)).arrayBuffer()))
  return path
}

/** The words of the narrations at their times of the film, by what the draft voice said of itself. */
async function spokenIn(backend: Backend, reelId: string, starts: readonly number[]): Promise<readonly TimedWord[]> {
  const voices = (await childrenOf(backend, reelId)).filter(({ kind }) => kind === 'speech').toReversed()
  expect(voices).toHaveLength(starts.length)
  const byText = new Map(
    voices.flatMap((one) => (one.kind === 'speech' && one.result !== null ? [[one.request.text, one.result.words]] : [])),
  )
  return [...byText.values()]
    .map((words, index) =>
      words.map((word) => ({ ...word, start: word.start + (starts[index] ?? 0), end: word.end + (starts[index] ?? 0) })),
    )
    .flat()
    .toSorted((one, other) => one.start - other.start)
}

/** Times of the frames that show something else than the frame before. */
async function changesOf(path: string): Promise<readonly number[]> {
  const [side, most] = [360, 1 << 28]
  const small = ['-vf', `scale=${side}:${side}:flags=area,format=rgb24`, '-f', 'rawvideo', '-']
  const { stdout } = await run('ffmpeg', ['-v', 'error', '-i', path, ...small], { encoding: 'buffer', maxBuffer: most })
  const bytes = side * side * 3
  return Array.from({ length: stdout.length / bytes - 1 }, (_, index) => index + 1).flatMap((frame) => {
    let changed = 0
    for (let at = frame * bytes; at < (frame + 1) * bytes; at += 1) {
      if (Math.abs((stdout[at] ?? 0) - (stdout[at - bytes] ?? 0)) > 60) changed += 1
    }
    return changed > 20 ? [frame / FRAME_RATE] : []
  })
}

async function secondsOf(path: string, stream: string): Promise<number> {
  const entries = ['-v', 'error', '-select_streams', stream, '-show_entries', 'stream=duration', '-of', 'csv=p=0', path]
  return Number((await run('ffprobe', entries)).stdout.trim())
}

async function loudnessOf(path: string): Promise<number> {
  const measured = await measureLoudness(ffmpeg, path, new AbortController().signal)
  if (!measured.ok) throw new Error(measured.problem.detail)
  return measured.value.integrated ?? -70
}

/** Times of words in a WebVTT file that names the time of each. */
async function wordTimes(path: string): Promise<readonly number[]> {
  const seconds = (text: string): number => text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0)
  const cues = (await readFile(path, 'utf8')).split('\n\n').filter((cue) => cue.includes('-->'))
  return cues.flatMap((cue) => {
    const [start = ''] = /[\d:.]+(?= -->)/.exec(cue) ?? []
    return [seconds(start), ...[...cue.matchAll(/<(\d[\d:.]+)>/g)].map(([, time = '']) => seconds(time))]
  })
}

describe('the sound of a reel with a recording of its own music, a voice and a clip that is heard', () => {
  const NARRATIONS = ['The new bottle keeps drinks cold.', 'It lasts for years.']
  let film: string
  let words: readonly TimedWord[]

  beforeAll(async () => {
    const image = await upload(local, green)
    const tone = await upload(local, await writeSound(join(directory, 'tone.wav'), 'sine=frequency=3000:duration=2.5,volume=0.5'))
    const flash = { width: 720, height: 720, frameRate: FRAME_RATE, seconds: 3, number: 1 } as const
    const clip = await upload(local, await writeFlashClip(join(directory, 'flash.mp4'), flash))
    const story = await tell(local, {
      segments: [
        ...NARRATIONS.map((narration) => ({ image, duration: 4, narration, ...CUT })),
        { prompt: 'a flash', duration: 3, audio: 'keep' },
      ],
      soundtrack: { music: { ...MUSIC, asset: tone, gain: -6 }, voice: LOCAL_VOICE, ducking: true, loudness: TARGET },
      captions: { mode: 'burned', source: 'voice', style: 'highlight', place: 'bottom' },
    })
    const last = story.segments[2]?.id ?? ''
    const taken = await local.ask(`/api/storyboards/${story.id}/segments/${last}/takes`, {
      json: { assetId: clip, in: 0, out: 3 },
      headers: { 'If-Match': '1' },
    })
    expect(taken.status).toBe(201)
    const reel = await reelOf(local, story.id)
    film = await fileOf(local, reel.result.video, 'film.mp4')
    words = await spokenIn(local, reel.id, [0, 4])
  }, LONG)

  it('is as long as the pictures', async () => {
    const pictures = await secondsOf(film, 'v:0')
    expect(pictures).toBe(11)
    expect(Math.abs((await secondsOf(film, 'a:0')) - pictures)).toBeLessThan(AAC_FRAME)
  })

  it('is as loud as platforms play it, within 0.5 LU', async () => {
    expect(Math.abs((await loudnessOf(film)) - TARGET)).toBeLessThan(0.5)
  })

  it('has the music from end to end, lower under the voice, and quiet on the cut', async () => {
    const music = await hear(film, 'bandpass=f=3000:width_type=h:w=60')
    const alone = levelOf(music, 8.5, 9.3)
    const [spoken] = words
    const under = levelOf(music, (spoken?.start ?? 0) + 0.3, (spoken?.start ?? 0) + 1.3)
    expect(alone - under).toBeGreaterThan(6)
    for (const at of [8.2, 8.6, 9.1]) expect(Math.abs(levelOf(music, at, at + 0.2) - alone)).toBeLessThan(3)
    expect(levelOf(music, 10.97, 11)).toBeLessThan(alone - 25)
  })

  it('keeps what the clip brings, at its time', async () => {
    const click = await hear(film, 'bandpass=f=1000:width_type=h:w=200')
    const steps = Array.from({ length: 280 }, (_, index) => 8.1 + index / 100)
    const loudest = steps.toSorted((one, other) => levelOf(click, other, other + 0.01) - levelOf(click, one, one + 0.01))[0] ?? 0
    expect(Math.abs(loudest - 9)).toBeLessThan(0.05)
  })

  it('is heard where the words are lit, within 80 ms', async () => {
    const changed = (await changesOf(film)).filter((time) => time < 8)
    expect(words.map(({ text }) => text)).toEqual(NARRATIONS.join(' ').split(' '))
    for (const { start } of words) expect(Math.min(...changed.map((time) => Math.abs(time - start)))).toBeLessThan(TIMELY)
    // What is shown changes with each word, and once more where a cue is taken away.
    expect(changed.length).toBeLessThanOrEqual(words.length + 4)
    // Without the tone of the music.
    const voice = await hear(film, 'bandreject=f=3000:width_type=h:w=500,bandreject=f=3000:width_type=h:w=500,lowpass=f=1800')
    for (const first of [words[0], words.find(({ text }) => text === 'It')]) {
      const begins = first?.start ?? 0
      const loud = levelOf(voice, begins, begins + 1.2)
      const steps = Array.from({ length: 61 }, (_, index) => Math.max(0, begins - 0.15 + index * 0.005))
      const heard = steps.find((at) => levelOf(voice, at, at + 0.01) > loud - 20) ?? 99
      expect(Math.abs(heard - begins)).toBeLessThan(TIMELY)
    }
  })
})

describe('the sound of a reel whose music is composed', () => {
  it(
    'ends on the cut with its pictures, and its captions are a track with the times of the voice',
    async () => {
      const image = await upload(local, green)
      const { id } = await tell(local, {
        segments: [
          { image, duration: 3, narration: 'Meet the new lamp.', ...CUT },
          { image, duration: 3.5 },
        ],
        soundtrack: { music: { ...MUSIC, mood: 70 }, voice: LOCAL_VOICE, ducking: true, loudness: TARGET },
        captions: { mode: 'soft', source: 'voice', style: 'plain', place: 'bottom' },
      })
      const reel = await reelOf(local, id)
      const { video, captions } = reel.result
      const film = await fileOf(local, video, 'composed.mp4')
      const length = await secondsOf(film, 'v:0')
      expect([length, await secondsOf(film, 'a:0')].map((seconds) => Math.round(seconds * 10))).toEqual([65, 65])
      expect(Math.abs((await loudnessOf(film)) - TARGET)).toBeLessThan(0.5)
      const samples = await hear(film)
      const loud = levelOf(samples, 0, length)
      expect(levelOf(samples, length - 2, length - 1)).toBeGreaterThan(loud - 15)
      expect(levelOf(samples, length - 0.03, length)).toBeLessThan(loud - 25)
      if (captions === undefined) throw new Error('no captions')
      const words = await spokenIn(local, reel.id, [0])
      const times = await wordTimes(await fileOf(local, captions, 'soft.vtt'))
      expect(times).toHaveLength(words.length)
      words.forEach(({ start }, index) => expect(Math.abs((times[index] ?? 99) - start)).toBeLessThan(TIMELY))
      const { stdout } = await run('ffprobe', ['-v', 'error', '-show_entries', 'stream=codec_name', '-of', 'csv=p=0', film])
      expect(stdout).toContain('mov_text')

      const heard = await local.ask(`/api/storyboards/${id}`, {
        method: 'PATCH',
        json: { captions: { source: 'transcript' } },
        headers: { 'If-Match': '1' },
      })
      expect(heard.status).toBe(200)
      const unheard = await reelOf(local, id)
      expect(unheard.adjustments).toMatchObject([{ code: 'captions_not_transcribed', asked: 'transcript', got: 'voice' }])
      expect(await wordTimes(await fileOf(local, unheard.result.captions ?? video, 'unheard.vtt'))).toEqual(times)
    },
    LONG,
  )
})

describe('captions that show what is heard', () => {
  let storyId: string
  const spent = async () => budget.parse(await (await keyed.ask('/api/budget')).json())

  beforeAll(async () => {
    const image = await upload(keyed, green)
    const recording = await upload(keyed, await writeSound(join(directory, 'said.wav'), 'sine=frequency=300:duration=4,volume=0.5'))
    const story = await tell(keyed, {
      settings: { ...SETTINGS, provider: 'local' },
      segments: [
        { image, duration: 3, ...CUT },
        { image, duration: 3 },
      ],
      soundtrack: { music: null, voice: { ...LOCAL_VOICE, asset: recording }, ducking: true, loudness: null },
      captions: { mode: 'soft', source: 'transcript', style: 'plain', place: 'bottom' },
    })
    storyId = story.id
  }, LONG)

  it(
    'are bought with the reel, from what is heard in it without its music, and bought once',
    async () => {
      const price = estimate.parse(await (await keyed.ask('/api/estimates', { json: { kind: 'reel', storyboardId: storyId } })).json())
      const line = price.items.find(({ kind }) => kind === 'transcript')
      // 6 s at 0.22 USD an hour
      expect(line).toMatchObject({ label: 'Transcript', provider: 'elevenlabs', count: 1, usdMicros: 367 })
      expect(price.usdMicros).toBe(367)
      const reel = await reelOf(keyed, storyId, { maxCostUsdMicros: 367 })
      expect(reel).toMatchObject({ adjustments: [], cost: { estimatedUsdMicros: 367, settledUsdMicros: 367 } })
      expect(await spent()).toMatchObject({ heldUsdMicros: 0, spentUsdMicros: 367 })
      const [call] = scribe.jobs
      expect(call?.request).toMatchObject({ model_id: 'scribe_v2', file: { type: 'audio/mp4' } })
      const times = await wordTimes(await fileOf(keyed, reel.result.captions ?? reel.result.video, 'heard.vtt'))
      expect(times).toEqual(evenWords(HEARD).map(({ start }) => start))
      const again = await reelOf(keyed, storyId, { generate: false })
      expect(again).toMatchObject({ adjustments: [], cost: { settledUsdMicros: 0 } })
      expect(scribe.jobs).toHaveLength(1)
    },
    LONG,
  )

  it(
    'show the narration where nobody could listen, and cost nothing then',
    async () => {
      const [first] = storyboard.parse(await (await keyed.ask(`/api/storyboards/${storyId}`)).json()).segments
      const changed = await keyed.ask(`/api/storyboards/${storyId}/segments/${first?.id}`, {
        method: 'PATCH',
        json: { narration: 'Nobody hears this.', audio: 'mute' },
        headers: { 'If-Match': '1' },
      })
      expect(changed.status).toBe(200)
      scribe.script({ at: 'start', what: { status: 400, body: { detail: { status: 'invalid_file', message: 'no' } } } })
      const reel = await reelOf(keyed, storyId)
      expect(reel).toMatchObject({ adjustments: [{ code: 'captions_not_transcribed' }], cost: { settledUsdMicros: 0 } })
      expect(await spent()).toMatchObject({ heldUsdMicros: 0, spentUsdMicros: 367 })
      expect(await readFile(await fileOf(keyed, reel.result.captions ?? reel.result.video, 'read.vtt'), 'utf8')).toContain('hears')
    },
    LONG,
  )
})
