import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readConfig, VARIABLES } from './read-config.ts'

function read(env: Record<string, string>) {
  const result = readConfig(env, '/srv/pagereel')
  if (!result.ok) throw new Error(JSON.stringify(result.faults))
  return result.config
}

function faults(env: Record<string, string>) {
  const result = readConfig(env, '/srv/pagereel')
  return result.ok ? [] : result.faults.map((fault) => fault.name)
}

const NO_ACCESS = { key: null, baseUrl: null, webhookSecret: null }

describe('readConfig', () => {
  it('reads keys and addresses of providers, under each name that a key goes by', () => {
    const own = read({
      RUNWAY_API_KEY: 'key_1',
      FAL_KEY: 'id:secret',
      FAL_BASE_URL: 'http://127.0.0.1:9/',
      COMFYUI_URL: 'http://10.0.0.2:8188/comfy/',
    })
    expect(own.providers).toMatchObject({
      runway: { key: 'key_1', baseUrl: null },
      fal: { key: 'id:secret', baseUrl: 'http://127.0.0.1:9' },
      comfyui: { key: null, baseUrl: 'http://10.0.0.2:8188/comfy' },
    })
    expect(read({ RUNWAY_API_KEY: 'key_1', RUNWAYML_API_SECRET: 'key_2' }).providers.runway.key).toBe('key_2')
    expect(faults({ FAL_KEY: 'two words', RUNWAYML_BASE_URL: 'ftp://x', COMFYUI_URL: 'http://u:p@x' }).toSorted()).toEqual([
      'COMFYUI_URL',
      'FAL_KEY',
      'RUNWAYML_BASE_URL',
    ])
  })

  it('says how Pika is reached', () => {
    const result = readConfig({ PIKA_API_KEY: 'pika-key' }, '/')
    expect(result.ok ? [] : result.faults).toEqual([
      { name: 'PIKA_API_KEY', message: 'is not used: Pika is reached through fal: set FAL_KEY' },
    ])
    expect(faults({ PIKA_API_KEY: 'pika-key', FAL_KEY: 'id:secret' })).toEqual([])
  })

  it('takes the language model that is named, one on an own server first, and says what is missing', () => {
    const openai = { OPENAI_API_KEY: 'sk-one', OPENAI_LANGUAGE_MODEL: 'a-model' }
    const gemini = { GEMINI_API_KEY: 'gem-key', GEMINI_LANGUAGE_MODEL: 'b-model' }
    const own = { OPENAI_COMPATIBLE_BASE_URL: 'http://10.0.0.2:11434/v1/', OPENAI_COMPATIBLE_MODEL: 'c-model' }
    expect(read({ OPENAI_API_KEY: 'sk-one', GEMINI_API_KEY: 'gem-key' }).language).toBeNull()
    expect(read({ ...openai, ...gemini }).language).toEqual({ service: 'openai', model: 'a-model', key: 'sk-one', baseUrl: null })
    expect(read({ ...gemini, GOOGLE_API_KEY: 'wins' }).language).toMatchObject({ service: 'gemini', key: 'wins' })
    expect(read({ ...openai, ...own }).language).toEqual({
      service: 'compatible',
      model: 'c-model',
      key: null,
      baseUrl: 'http://10.0.0.2:11434/v1',
    })
    expect(faults({ OPENAI_LANGUAGE_MODEL: 'a-model' })).toEqual(['OPENAI_LANGUAGE_MODEL'])
    expect(faults({ GEMINI_LANGUAGE_MODEL: 'b-model' })).toEqual(['GEMINI_LANGUAGE_MODEL'])
    expect(faults({ OPENAI_COMPATIBLE_BASE_URL: 'http://10.0.0.2/v1' })).toEqual(['OPENAI_COMPATIBLE_BASE_URL'])
    expect(faults({ OPENAI_COMPATIBLE_API_KEY: 'key1' })).toEqual(['OPENAI_COMPATIBLE_API_KEY'])
  })

  it('has a default for everything', () => {
    expect(read({})).toEqual({
      port: 4747,
      host: '127.0.0.1',
      dataDir: '/srv/pagereel/data',
      database: { dialect: 'sqlite', file: '/srv/pagereel/data/pagereel.sqlite' },
      storage: { kind: 'disk', directory: '/srv/pagereel/data' },
      publicUrl: null,
      fixedToken: null,
      role: 'all',
      ffmpegPath: null,
      ffprobePath: null,
      depthModel: null,
      trustedOrigins: [],
      retentionDays: 30,
      storageQuotaBytes: null,
      providers: {
        runway: NO_ACCESS,
        fal: NO_ACCESS,
        kling: NO_ACCESS,
        openaiVideos: NO_ACCESS,
        comfyui: NO_ACCESS,
        openai: NO_ACCESS,
        gemini: NO_ACCESS,
        elevenlabs: NO_ACCESS,
        openaiAudio: NO_ACCESS,
      },
      language: null,
      logLevel: 'info',
      crashAt: null,
    })
  })

  it('takes the path of a depth model, and nothing that is no ONNX file', () => {
    expect(read({ DEPTH_MODEL: 'models/depth.onnx' }).depthModel).toBe('/srv/pagereel/models/depth.onnx')
    expect(faults({ DEPTH_MODEL: '/models/depth.pth' })).toEqual(['DEPTH_MODEL'])
  })

  it('takes an empty value as left out', () => {
    expect(read({ PORT: '', PUBLIC_URL: ' ', DATABASE_URL: '' })).toEqual(read({}))
  })

  it('reports every fault at once, each with what to do', () => {
    const result = readConfig(
      { PORT: '70000', ROLE: 'worker', HOST: '0.0.0.0', LOG_LEVEL: 'loud', DATABASE_URL: 'mysql://x', STORAGE_URL: 's3://' },
      '/',
    )
    expect(result.ok ? [] : result.faults.map((fault) => fault.name).toSorted()).toEqual([
      'DATABASE_URL',
      'HOST',
      'LOG_LEVEL',
      'PORT',
      'ROLE',
      'STORAGE_URL',
      'STORAGE_URL',
    ])
    expect(result.ok ? '' : result.faults.find((fault) => fault.name === 'ROLE')?.message).toBe('worker is not built yet, use all')
  })

  it('never repeats a secret in a fault', () => {
    const result = readConfig({ PAGEREEL_TOKEN: 'hunter2 hunter2 hunter2', DATABASE_URL: 'mysql://u:hunter2@h/d' }, '/')
    expect(result.ok).toBe(false)
    expect(JSON.stringify(result)).not.toContain('hunter2')
  })

  it('leaves loopback only for a server with a public name', () => {
    expect(faults({ HOST: '192.168.1.5' })).toEqual(['HOST'])
    expect(faults({ HOST: 'example.com' })).toEqual(['HOST'])
    expect(faults({ HOST: '::1' })).toEqual([])
    expect(read({ HOST: '0.0.0.0', PUBLIC_URL: 'https://reels.example/' })).toMatchObject({
      host: '0.0.0.0',
      publicUrl: 'https://reels.example',
    })
  })

  it.each(['ftp://a.example', 'https://a.example/path', 'https://u:p@a.example', 'a.example'])('refuses %s as PUBLIC_URL', (url) => {
    expect(faults({ PUBLIC_URL: url })).toEqual(['PUBLIC_URL'])
  })

  it('takes exact origins only as trusted', () => {
    expect(read({ TRUSTED_ORIGINS: 'http://10.0.0.2:8188, https://x.example' }).trustedOrigins).toEqual([
      'http://10.0.0.2:8188',
      'https://x.example',
    ])
    expect(faults({ TRUSTED_ORIGINS: 'http://10.0.0.2:8188/api *' })).toEqual(['TRUSTED_ORIGINS', 'TRUSTED_ORIGINS'])
  })

  it.each([
    ['1000', 1000],
    ['50GB', 50e9],
    ['1.5 GiB', 1.5 * 2 ** 30],
  ])('reads %s as %d bytes', (text, bytes) => {
    expect(read({ STORAGE_QUOTA: text }).storageQuotaBytes).toBe(bytes)
  })

  it.each(['0', '-1', 'much', '5 GX', '1.2.3'])('refuses %s as a size', (text) => {
    expect(faults({ STORAGE_QUOTA: text })).toEqual(['STORAGE_QUOTA'])
  })

  it('reads where to crash', () => {
    expect(read({ PAGEREEL_CRASH_AT: 'after-intent:3' }).crashAt).toEqual({ point: 'after-intent', afterHits: 3 })
    expect(read({ PAGEREEL_CRASH_AT: 'after-intent' }).crashAt).toEqual({ point: 'after-intent', afterHits: 1 })
    expect(faults({ PAGEREEL_CRASH_AT: ':3' })).toEqual(['PAGEREEL_CRASH_AT'])
  })

  it('reads where the rows live', () => {
    expect(read({ DATABASE_URL: 'postgres://u:p@h/d' }).database).toEqual({ dialect: 'postgres', url: 'postgres://u:p@h/d' })
    expect(read({ DATABASE_URL: 'file:///var/x.sqlite' }).database).toEqual({ dialect: 'sqlite', file: '/var/x.sqlite' })
  })

  it('reads a bucket with its endpoint, its options and its keys', () => {
    const keys = { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'key' }
    expect(read({ ...keys, STORAGE_URL: 's3://clips/a/b/?endpoint=http://127.0.0.1:9000&region=eu-1' }).storage).toEqual({
      kind: 's3',
      bucket: 'clips',
      prefix: 'a/b',
      endpoint: 'http://127.0.0.1:9000',
      region: 'eu-1',
      pathStyle: true,
      credentials: { accessKeyId: 'id', secretAccessKey: 'key' },
      cacheDirectory: '/srv/pagereel/data/cache',
    })
    expect(read({ STORAGE_URL: 's3://clips', AWS_REGION: 'us-east-1' }).storage).toMatchObject({
      region: 'us-east-1',
      pathStyle: false,
      credentials: null,
    })
    expect(faults({ STORAGE_URL: 's3://clips' })).toEqual(['STORAGE_URL'])
    expect(faults({ STORAGE_URL: 's3://clips?region=x&reigon=y', AWS_ACCESS_KEY_ID: 'id' })).toEqual([
      'STORAGE_URL',
      'AWS_SECRET_ACCESS_KEY',
    ])
  })

  it('reads nothing that docs/environment.md does not describe', () => {
    const documented = readFileSync(new URL('../../docs/environment.md', import.meta.url), 'utf8')
    expect(VARIABLES.length).toBeGreaterThan(15)
    expect(VARIABLES.filter((name) => !documented.includes(`| \`${name}\` |`))).toEqual([])
  })
})
