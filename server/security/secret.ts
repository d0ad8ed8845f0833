import { randomBytes } from 'node:crypto'
import { link, mkdir, open, readFile, rm } from 'node:fs/promises'
import path from 'node:path'

const BYTES = 32

/**
 * The secret that signs links: `secret` in the data directory, readable by its owner only, made at first use. Throws when the
 * file cannot be read or is not one of ours.
 */
export async function loadSecret(dataDir: string): Promise<Uint8Array> {
  const file = path.join(dataDir, 'secret')
  const secret = (await readIfThere(file)) ?? (await make(dataDir, file))
  if (secret.length !== BYTES) throw new Error(`${file} must hold ${BYTES} bytes: remove it to have a new one made`)
  return secret
}

/** Written aside and linked into place: of two that race, the second finds the first one's, whole. */
async function make(dataDir: string, file: string): Promise<Uint8Array> {
  await mkdir(dataDir, { recursive: true })
  const aside = `${file}.${randomBytes(8).toString('hex')}`
  const handle = await open(aside, 'wx', 0o600)
  try {
    await handle.writeFile(randomBytes(BYTES))
    await handle.sync()
    await link(aside, file)
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
  } finally {
    await handle.close()
    await rm(aside, { force: true })
  }
  return readFile(file)
}

async function readIfThere(file: string): Promise<Uint8Array | null> {
  try {
    return await readFile(file)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    throw error
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
