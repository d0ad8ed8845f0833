import { constants } from 'node:fs'
import { copyFile, mkdir, readFile, rename } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { ROOT, say } from './command.ts'
import { type Fetched, fetchPackageFiles, isInPlace } from './package-files.ts'
import { isRecord } from './record.ts'

/** Where model files are kept for every data directory and every test of this checkout. */
export const MODEL_CACHE = join(ROOT, 'node_modules', '.cache', 'models')

const MANIFEST = join(ROOT, 'server', 'media', 'models', 'models.json')

interface Model {
  readonly purpose: string
  readonly file: string
  readonly spec: string
  readonly path: string
  readonly bytes: number
  readonly sha256: string
}

/**
 * Fetches the model files that are missing, once for this checkout, and puts them into `DATA_DIR/models`. Without them the server works,
 * with less: what could not be had is said in one sentence.
 */
export async function ensureModels(): Promise<void> {
  for (const model of await readManifest()) {
    const cached = await cache(model)
    const placed = cached.ok ? await place(model) : cached
    if (!placed.ok) say(`The model that ${model.purpose} is not there, so it is done without until a later start: ${placed.reason}.`)
  }
}

/** Fetches the model files into the cache that tests take them from; tests that need one that could not be had fail by themselves. */
export async function cacheModels(): Promise<void> {
  for (const model of await readManifest()) {
    const cached = await cache(model)
    if (!cached.ok) say(`The model that ${model.purpose} could not be fetched, so its tests will fail: ${cached.reason}.`)
  }
}

function cache({ spec, file, path, bytes, sha256 }: Model): Promise<Fetched> {
  return fetchPackageFiles(spec, [{ path, bytes, sha256, to: join(MODEL_CACHE, file) }])
}

async function place({ file, bytes, sha256 }: Model): Promise<Fetched> {
  const asked = process.env['DATA_DIR']?.trim()
  const directory = join(resolve(ROOT, asked === undefined || asked === '' ? 'data' : asked), 'models')
  const to = join(directory, file)
  if (await isInPlace({ bytes, sha256, to })) return { ok: true }
  try {
    await mkdir(directory, { recursive: true })
    await copyFile(join(MODEL_CACHE, file), `${to}.part`, constants.COPYFILE_FICLONE)
    await rename(`${to}.part`, to)
    return { ok: true }
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) }
  }
}

async function readManifest(): Promise<readonly Model[]> {
  const entries: unknown = JSON.parse(await readFile(MANIFEST, 'utf8'))
  if (!Array.isArray(entries)) throw new TypeError('models.json is no list')
  return entries.map(asModel)
}

function asModel(entry: unknown): Model {
  if (!isRecord(entry)) throw new TypeError('an entry of models.json is no object')
  const text = (key: string): string => {
    const value = entry[key]
    if (typeof value !== 'string') throw new TypeError(`models.json: ${key} is no text`)
    return value
  }
  const spec = `${text('package')}@${text('version')}`
  return { purpose: text('purpose'), file: text('file'), spec, path: text('path'), bytes: Number(entry['bytes']), sha256: text('sha256') }
}
