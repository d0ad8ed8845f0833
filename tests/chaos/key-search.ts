import { Buffer } from 'node:buffer'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { jobList } from 'shared/wire'
import type { RunningServer } from '../harness/server.ts'
import { endpointsOf, readDocument } from '../harness/openapi.ts'
import type { Checks } from './checks.ts'
import { authorised } from './client.ts'

/** Files larger than this are pictures and clips. */
const LARGEST = 64_000_000
/** Pieces of a key shorter than this would be found by chance. */
const TELLING = 10

export const SOURCES = ['log', 'stream', 'answer', 'data directory', 'extension'] as const
export type Source = (typeof SOURCES)[number]

/** A search for secrets in everything that leaves a server. */
export interface KeySearch {
  add(source: Source, where: string, text: string): void
  /** Reads a server's log and its stream of changes until it ends. */
  follow(server: RunningServer): void
  /** Reads the answers of all endpoints that only tell something, and some that refuse. */
  interview(server: RunningServer): Promise<void>
  files(source: Source, directory: string): Promise<void>
  /** Waits for what is still on its way here. */
  done(): Promise<void>
  readonly hits: readonly string[]
  /** How much was searched. */
  bytes(source: Source): number
}

/** @param secrets what must not be found: as it is, in pieces that tell, encoded as base64 or for an address */
export function createKeySearch(secrets: readonly string[]): KeySearch {
  const needles = new Set(secrets.flatMap(spellings))
  const hits: string[] = []
  const bytes = new Map<Source, number>()
  const open: Promise<void>[] = []
  const add: KeySearch['add'] = (source, where, text) => {
    bytes.set(source, (bytes.get(source) ?? 0) + text.length)
    for (const needle of needles) {
      const at = text.indexOf(needle)
      if (at >= 0) hits.push(`${source}, ${where}: …${text.slice(Math.max(0, at - 80), at + needle.length + 20)}…`)
    }
  }
  const readStream = async (server: RunningServer): Promise<void> => {
    let tail = ''
    try {
      const answer = await fetch(`${server.base}/api/events`, { headers: authorised(server) })
      for await (const piece of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
        add('stream', server.base, tail + piece)
        tail = piece.slice(-200)
      }
    } catch {
      // The server has ended, which is what it was started for.
    }
  }
  return {
    add,
    follow: (server) => {
      open.push(
        readStream(server),
        server.ended.then(() => add('log', `of ${server.pid}`, server.logs())),
      )
    },
    interview: async (server) => {
      for (const where of await questions(server)) {
        const answer = await fetch(`${server.base}${where}`, { headers: authorised(server) })
        add('answer', where, await answer.text())
      }
    },
    files: async (source, directory) => {
      const entries = await readdir(directory, { recursive: true, withFileTypes: true })
      for (const entry of entries.filter((each) => each.isFile())) {
        const file = path.join(entry.parentPath, entry.name)
        const content = await readFile(file)
        if (content.length < LARGEST) add(source, path.relative(directory, file), content.toString('latin1'))
      }
    },
    done: async () => void (await Promise.all(open)),
    hits,
    bytes: (source) => bytes.get(source) ?? 0,
  }
}

/** Whether nothing was found although everything was searched; gives how much that was, in characters. */
export async function judgeSearch(search: KeySearch, checks: Checks): Promise<Readonly<Record<string, number>>> {
  await search.done()
  checks.expect('no secret is told anywhere', search.hits.length === 0, search.hits.slice(0, 20))
  const searched = Object.fromEntries(SOURCES.map((source) => [source, search.bytes(source)]))
  checks.expect(
    'every place was searched for secrets',
    Object.values(searched).every((bytes) => bytes > 1000),
    searched,
  )
  return searched
}

/** Every address to read from; those about a job, about the newest ones. */
async function questions({ base, token }: RunningServer): Promise<readonly string[]> {
  const document = await readDocument(base)
  const listed = await fetch(`${base}/api/jobs?limit=50`, { headers: authorised({ base, token }) })
  const ids = jobList.parse(await listed.json()).items.map(({ id }) => id)
  return endpointsOf(document)
    .filter(({ method, path: where }) => method.toUpperCase() === 'GET' && where !== '/api/events')
    .flatMap(({ path: where }) => {
      if (!where.includes('{')) return [where]
      return where.startsWith('/api/jobs/') ? ids.map((id) => where.replace(/\{\w+\}/, id)) : [where.replaceAll(/\{\w+\}/g, 'none')]
    })
}

function spellings(secret: string): readonly string[] {
  const pieces = [secret, ...secret.split(':')].filter((piece) => piece.length >= TELLING)
  return pieces.flatMap((piece) => [
    piece,
    encodeURIComponent(piece),
    Buffer.from(piece).toString('base64').replaceAll('=', ''),
    Buffer.from(piece).toString('base64url'),
  ])
}
