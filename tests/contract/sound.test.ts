import { createHash } from 'node:crypto'
import { access, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TimedWord } from 'shared/wire'
import { voiceList } from 'shared/wire'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Audio, createAudio } from '../../server/audio/index.ts'
import { type Ffmpeg, measureLoudness, mixSoundtrack, type SoundMix } from '../../server/media/index.ts'
import { wordErrors } from '../bench/transcript/word-errors.ts'
import { startBackend } from '../harness/backend.ts'
import { systemFfmpeg } from '../harness/media.ts'
import { linkModels } from '../harness/models.ts'
import { hear, HEARD_RATE, levelOf, writeSound } from '../harness/sound.ts'

/** Samples: decoders may give the last frame of AAC whole, which is less than a frame of film. */
const AAC_FRAME = 1024
/** What words may be off by from what is heard, in seconds. */
const TIMELY = 0.08
const TEXT = 'The new bottle keeps drinks cold. It costs twenty four dollars, and it lasts for years.'

let ffmpeg: Ffmpeg
let dataDir: string
let audio: Audio
const { signal } = new AbortController()
const file = (name: string): string => join(dataDir, name)

beforeAll(async () => {
  ffmpeg = await systemFfmpeg()
  dataDir = await mkdtemp(join(tmpdir(), 'pagereel-sound-'))
  await linkModels(dataDir)
  audio = createAudio({ dataDir, ffmpeg })
}, 120_000)
afterAll(async () => {
  await audio.close()
  await rm(dataDir, { recursive: true, force: true })
})

async function loudnessOf(path: string) {
  const measured = await measureLoudness(ffmpeg, path, signal)
  if (!measured.ok) throw new Error(measured.problem.detail)
  return measured.value
}

async function compose(name: string, changes: Partial<Parameters<Audio['compose']>[0]> = {}): Promise<string> {
  const order = { prompt: null, mood: 77, seconds: 6.5, seed: 3, output: file(name), ...changes }
  const made = await audio.compose(order, { signal })
  if (!made.ok) throw new Error(made.problem.detail)
  return order.output
}

async function speak(name: string, changes: Partial<Parameters<Audio['speak']>[0]> = {}) {
  const order = { text: TEXT, voice: null, language: 'en-GB', speed: 1, output: file(name), ...changes }
  const made = await audio.speak(order, { signal })
  if (!made.ok) throw new Error(made.problem.detail)
  return { path: order.output, ...made.value }
}

describe('music', () => {
  it('is the same bytes for the same order, and others for another seed', async () => {
    const bytes = async (path: string): Promise<string> =>
      createHash('sha256')
        .update(await readFile(path))
        .digest('hex')
    const first = await bytes(await compose('first.m4a'))
    expect(await bytes(await compose('again.m4a'))).toBe(first)
    expect(await bytes(await compose('other.m4a', { seed: 4 }))).not.toBe(first)
  }, 300_000)

  it.each([
    [6.5, 77],
    [3, 4],
    [8.04, 96],
  ])(
    'of %s s in mood %s ends on the cut: its last chord is struck within, and dies away at the end',
    async (seconds, mood) => {
      const samples = await hear(await compose(`cut-${mood}.m4a`, { seconds, mood }))
      expect(Math.abs(samples.length - seconds * HEARD_RATE)).toBeLessThan(AAC_FRAME)
      const loud = levelOf(samples, 0, seconds)
      expect(levelOf(samples, seconds - 2, seconds - 0.8)).toBeGreaterThan(loud - 12)
      expect(levelOf(samples, seconds - 0.02, seconds)).toBeLessThan(loud - 30)
    },
    300_000,
  )

  it('is as loud as every other piece', async () => {
    for (const mood of [4, 96]) {
      const { integrated, truePeak } = await loudnessOf(await compose(`loud-${mood}.m4a`, { mood, seconds: 4 }))
      expect(Math.abs((integrated ?? -70) + 16)).toBeLessThan(0.5)
      expect(truePeak).toBeLessThan(-0.9)
    }
  }, 300_000)

  it('is refused where the sound font is not there, with what to do', async () => {
    const bare = await mkdtemp(join(tmpdir(), 'pagereel-bare-'))
    const without = createAudio({ dataDir: bare, ffmpeg })
    const output = join(bare, 'none.m4a')
    expect(without.musicAvailable()).toMatchObject({ ok: false })
    const made = await without.compose({ prompt: 'pop', mood: null, seconds: 5, seed: 1, output }, { signal })
    expect(made).toMatchObject({ ok: false, problem: { code: 'provider_unavailable', params: { reason: 'sound_font' } } })
    await without.close()
    await rm(bare, { recursive: true })
  })

  it('leaves nothing behind when it is called off', async () => {
    const output = file('called-off.m4a')
    const stop = new AbortController()
    const making = audio.compose(
      { prompt: null, mood: 50, seconds: 600, seed: 1, output },
      { signal: stop.signal, onProgress: () => stop.abort() },
    )
    expect(await making).toMatchObject({ ok: false, problem: { code: 'cancelled' } })
    await expect(access(output)).rejects.toThrow()
    expect((await readdir(dataDir)).filter((name) => name.startsWith('called-off'))).toEqual([])
  }, 300_000)
})

describe('the draft voice', () => {
  it('tells every word, in order, at the time at which it is heard', async () => {
    const { path, words, seconds } = await speak('said.m4a')
    expect(words.map(({ text }) => text)).toEqual(TEXT.split(' '))
    const samples = await hear(path, 'highpass=f=80')
    expect(Math.abs(samples.length - seconds * HEARD_RATE)).toBeLessThan(AAC_FRAME)
    const loud = levelOf(samples, 0, seconds)
    for (const [index, { start, end }] of words.entries()) {
      expect(start).toBeGreaterThanOrEqual(words[index - 1]?.end ?? 0)
      expect(levelOf(samples, start, end)).toBeGreaterThan(loud - 12)
    }
    for (const phrase of phrasesOf(words)) {
      expect(Math.abs(edge(samples, phrase.start, loud, 'first') - phrase.start)).toBeLessThan(TIMELY)
      expect(Math.abs(edge(samples, phrase.end, loud, 'last') - phrase.end)).toBeLessThan(TIMELY)
    }
    expect(phrasesOf(words).length).toBeGreaterThanOrEqual(2)
  }, 120_000)

  it('speaks faster and with other voices', async () => {
    const usual = await speak('usual.m4a')
    const fast = await speak('fast.m4a', { speed: 1.5 })
    expect(fast.seconds / usual.seconds).toBeLessThan(0.75)
    const others = await Promise.all(['rms', 'awb', 'kal16'].map((voice) => speak(`${voice}.m4a`, { voice, text: 'Hello.' })))
    expect(new Set(others.map(({ seconds }) => seconds)).size).toBe(3)
  }, 120_000)

  it.each([
    ['another language', { language: 'fr' }, 'language'],
    ['another script', { text: 'Привет, мир' }, 'text'],
    ['nothing to speak', { text: '!!!' }, 'text'],
    ['a voice that is not there', { voice: 'nobody' }, 'voice'],
  ])('refuses %s, with what to set', async (_, changes, path) => {
    const order = { text: TEXT, voice: null, language: null, speed: 1, output: file('refused.m4a'), ...changes }
    expect(await audio.speak(order, { signal })).toMatchObject({ ok: false, problem: { code: 'unsupported_option', issues: [{ path }] } })
  })
})

describe('a mix', () => {
  const mix: SoundMix = { seconds: 12, film: null, voices: [], music: null, ducking: true, loudness: -14, fadeOut: 0 }
  let tone: string
  let said: { readonly path: string; readonly words: readonly TimedWord[]; readonly seconds: number }
  beforeAll(async () => {
    tone = await writeSound(file('tone.wav'), 'sine=frequency=3000:duration=12:sample_rate=44100,volume=0.5')
    said = await speak('voice.m4a')
  }, 120_000)

  async function mixed(name: string, changes: Partial<SoundMix>): Promise<{ readonly path: string; readonly loudness: number | null }> {
    const made = await mixSoundtrack(ffmpeg, { ...mix, ...changes }, file(name), { signal })
    if (!made.ok) throw new Error(made.problem.detail)
    return made.value
  }

  it.each([
    ['quiet music', { music: { path: 'tone', gain: -12 } }],
    ['a voice over music', { music: { path: 'tone', gain: -6 }, voices: [{ path: 'voice', at: 1, gain: 0 }] }],
    ['a voice alone, whose peaks are far above it', { voices: [{ path: 'voice', at: 0.25, gain: 6 }] }],
    ['film, voices and music', { film: 'tone', music: { path: 'tone', gain: 0 }, voices: [{ path: 'voice', at: 2, gain: 0 }] }],
  ])(
    'of %s is as loud as asked within 0.5 LU, exactly as long, and never too high',
    async (name, changes) => {
      const real = (path: string): string => (path === 'tone' ? tone : said.path)
      const { film, music, voices } = { ...mix, ...changes }
      const { path, loudness } = await mixed(`${name.slice(0, 5)}.wav`, {
        film: film === null ? null : real(film),
        music: music === null ? null : { ...music, path: real(music.path) },
        voices: voices.map((voice) => ({ ...voice, path: real(voice.path) })),
      })
      const measured = await loudnessOf(path)
      expect(Math.abs((measured.integrated ?? -70) + 14)).toBeLessThan(0.5)
      expect(Math.abs((loudness ?? -70) - (measured.integrated ?? 0))).toBeLessThan(0.2)
      expect(measured.truePeak).toBeLessThan(-1)
      expect((await hear(path)).length).toBe(12 * HEARD_RATE)
    },
    120_000,
  )

  it('lowers the music while a voice speaks, and lets it come back', async () => {
    const music = { path: tone, gain: 0 }
    const voices = [{ path: said.path, at: 3, gain: 0 }]
    const only = 'bandpass=f=3000:width_type=h:w=60'
    const [under, plain] = [
      await mixed('duck.wav', { music, voices, loudness: null }),
      await mixed('plain.wav', { music, voices, loudness: null, ducking: false }),
    ]
    const [lowered, kept] = [await hear(under.path, only), await hear(plain.path, only)]
    const word = said.words[2]
    if (word === undefined) throw new Error('nothing was said')
    const spoken: [number, number] = [3 + word.start + 0.1, 3 + word.end]
    expect(levelOf(kept, ...spoken) - levelOf(lowered, ...spoken)).toBeGreaterThan(8)
    expect(Math.abs(levelOf(lowered, 1, 2.5) - levelOf(kept, 1, 2.5))).toBeLessThan(0.5)
    const after = 3 + said.seconds + 1.5
    expect(Math.abs(levelOf(lowered, after, after + 0.4) - levelOf(kept, after, after + 0.4))).toBeLessThan(1)
  }, 120_000)

  it('begins a voice where it is placed', async () => {
    const { path } = await mixed('placed.wav', { voices: [{ path: said.path, at: 4.5, gain: 0 }], loudness: null })
    const samples = await hear(path, 'highpass=f=80')
    const first = said.words[0]?.start ?? 0
    expect(levelOf(samples, 0, 4.4)).toBeLessThan(-80)
    expect(Math.abs(edge(samples, 4.5 + first, levelOf(samples, 4.5, 9), 'first') - 4.5 - first)).toBeLessThan(TIMELY)
  }, 120_000)

  it('is silence where nothing is heard', async () => {
    expect(await mixed('silence.wav', { seconds: 1.5 })).toMatchObject({ loudness: null })
    expect(levelOf(await hear(file('silence.wav')), 0, 1.5)).toBe(-120)
  })

  it('begins short music again where that is asked for, and dies away at the end', async () => {
    const short = await writeSound(file('short.wav'), 'sine=frequency=300:duration=2')
    const once = await hear((await mixed('once.wav', { music: { path: short, gain: 0 }, loudness: null })).path)
    const again = await hear((await mixed('again.wav', { music: { path: short, gain: 0, loop: true }, loudness: null, fadeOut: 2 })).path)
    expect(levelOf(once, 5, 9)).toBe(-120)
    expect(levelOf(again, 5, 9)).toBeGreaterThan(-30)
    expect(levelOf(again, 11.9, 12)).toBeLessThan(levelOf(again, 8, 9) - 20)
  }, 120_000)

  it('refuses what is no sound', async () => {
    const made = await mixSoundtrack(ffmpeg, { ...mix, music: { path: file('models'), gain: 0 } }, file('bad.wav'), { signal })
    expect(made).toMatchObject({ ok: false, problem: { code: 'media_invalid' } })
  })
})

describe('GET /api/voices', () => {
  it('lists the voices of what is set up, by provider and language', async () => {
    const backend = await startBackend({ ELEVENLABS_API_KEY: 'sk_some-key-0001' })
    const voicesAt = async (query: string) => voiceList.parse(await (await backend.ask(`/api/voices${query}`)).json()).items
    const all = await voicesAt('')
    expect(new Set(all.map(({ provider }) => provider))).toEqual(new Set(['local', 'elevenlabs']))
    expect(all.every(({ draft, provider }) => draft === (provider === 'local'))).toBe(true)
    expect((await voicesAt('?provider=local')).map(({ id }) => id)).toEqual(['slt', 'rms', 'awb', 'kal16'])
    expect(new Set((await voicesAt('?language=fr-CA')).map(({ provider }) => provider))).toEqual(new Set(['elevenlabs']))
    expect((await voicesAt('?language=en-US')).length).toBe(all.length)
    expect((await backend.ask('/api/voices?colour=red')).status).toBe(400)
    await backend.stop()
  })
})

describe('the word error rate', () => {
  it.each([
    ['A cold bottle.', 'a COLD bottle', 0, 3],
    ['a cold bottle', 'a gold bottle', 1, 3],
    ['a cold bottle', 'cold bottle here', 2, 3],
    ['a cold bottle', '', 3, 3],
    ['one', 'one two three', 2, 1],
  ])('of "%s" heard as "%s" counts %s of %s', (text, heard, errors, words) => {
    expect(wordErrors(text, heard)).toEqual({ errors, words })
  })
})

/** Words between pauses that can be heard. */
function phrasesOf(words: readonly TimedWord[]): readonly { readonly start: number; readonly end: number }[] {
  const phrases: { start: number; end: number }[] = []
  for (const { start, end } of words) {
    const last = phrases.at(-1)
    if (last !== undefined && start - last.end < 0.15) last.end = end
    else phrases.push({ start, end })
  }
  return phrases
}

/** The first or last moment near `around` at which the sound is there: within 20 dB of how loud it is on the whole. */
function edge(samples: Float32Array, around: number, loud: number, which: 'first' | 'last'): number {
  const steps = Array.from({ length: 61 }, (_, index) => around - 0.15 + index * 0.005)
  const there = (time: number): boolean => levelOf(samples, time, time + 0.01) > loud - 20
  return (which === 'first' ? steps.find(there) : steps.findLast(there)) ?? Number.POSITIVE_INFINITY
}
