import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Asset, type Outcome, type ResolvedRequest, type SegmentInput, type StoryboardRequest, succeed } from 'shared/wire'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfig } from '../../config/index.ts'
import { createProviders } from '../../providers/index.ts'
import { assemble, draftStory, type Story } from '../../storyboards/index.ts'
import { openBench } from '../test-bench.ts'
import { planPieces } from './plan-pieces.ts'
import { promisedBy } from './promises.ts'

type Keys = Readonly<Record<string, string>>
const RUNWAY = { RUNWAYML_API_SECRET: 'a-key-that-nobody-takes' }
const KLING = { KLING_API_KEY: 'a-key-that-nobody-takes' }
const OPENAI = { OPENAI_API_KEY: 'a-key-that-nobody-takes' }

const CAST = [
  { id: 'c1', name: 'Mira', description: 'a woman in red', images: ['mira_1', 'mira_2'] },
  { id: 'c2', name: 'the lamp', description: '', images: ['lamp_1'] },
  { id: 'c3', name: 'Otto', description: 'a dog', images: ['otto_1'] },
]
const BOTH = 'Mira lights the lamp at her desk'
const ONE = 'now Otto comes in'
const NOBODY = 'rain falls on the quiet street'

interface Row {
  readonly flow: string
  readonly keys: Keys
  readonly settings: NonNullable<StoryboardRequest['settings']>
  readonly segments: readonly SegmentInput[]
  /** Of each piece: its role and segment, and what it is made from. */
  readonly pieces: readonly (readonly [piece: string, from: string])[]
}

const continuous = { boundary: { kind: 'continuous', seconds: 0 } }

const ROWS: readonly Row[] = [
  {
    flow: 'a single segment of a model that takes reference pictures',
    keys: RUNWAY,
    settings: { provider: 'runway', model: 'wan3' },
    segments: [{ prompt: BOTH }, { prompt: NOBODY }],
    pieces: [
      ['clip 1', 'references mira_1 lamp_1 mira_2'],
      ['clip 2', 'words'],
    ],
  },
  {
    flow: 'a single segment of a model that takes none: its start frame is drawn with the cast',
    keys: { ...KLING, ...OPENAI },
    settings: { provider: 'kling', model: 'kling-3.0' },
    segments: [{ prompt: BOTH }, { prompt: NOBODY }],
    pieces: [
      ['start_frame 1', 'references mira_1 lamp_1 mira_2'],
      ['clip 1', 'image start 1'],
      ['clip 2', 'words'],
    ],
  },
  {
    flow: 'a single segment of a model that takes none, and nobody draws: words say who it is',
    keys: KLING,
    settings: { provider: 'kling', model: 'kling-3.0' },
    segments: [{ prompt: BOTH }],
    pieces: [['clip 1', 'words']],
  },
  {
    flow: 'predicted frames: each is drawn with those whom its segment names',
    keys: { ...KLING, ...OPENAI },
    settings: { provider: 'kling', model: 'kling-3.0', frames: 'predicted' },
    segments: [{ prompt: BOTH, ...continuous }, { prompt: ONE, ...continuous }, { prompt: NOBODY }],
    pieces: [
      ['start_frame 1', 'references mira_1 lamp_1 mira_2'],
      ['end_frame 1', 'image start 1, references mira_1 lamp_1 mira_2, Mira in pictures 2, 4; the lamp in picture 3'],
      ['clip 1', 'image start 1, last end 1'],
      ['end_frame 2', 'image end 1, references otto_1, Otto in picture 2'],
      ['clip 2', 'image end 1, last end 2'],
      ['end_frame 3', 'image end 2'],
      ['clip 3', 'image end 2, last end 3'],
    ],
  },
  {
    flow: 'a plain chain: its first segment shows them, the others say who they are beside the frame',
    keys: RUNWAY,
    settings: { provider: 'runway', model: 'wan3', frames: 'lastFrame' },
    segments: [{ prompt: BOTH, ...continuous }, { prompt: ONE }],
    pieces: [
      ['clip 1', 'references mira_1 lamp_1 mira_2'],
      ['clip 2', 'image end 1'],
    ],
  },
  {
    flow: 'clips that go on: words say who comes in',
    keys: { ...RUNWAY, ...OPENAI },
    settings: { provider: 'runway', model: 'gemini_omni_flash_1.1', frames: 'native', aspectRatio: '16:9' },
    segments: [{ prompt: BOTH, ...continuous }, { prompt: ONE }],
    pieces: [
      ['start_frame 1', 'references mira_1 lamp_1 mira_2'],
      ['clip 1', 'image start 1'],
      ['clip 2', 'video take 1'],
    ],
  },
  {
    flow: 'this server’s engine: a segment without a picture begins with one of the cast',
    keys: {},
    settings: {},
    segments: [{ prompt: BOTH }, { prompt: ONE, image: 'own' }, { prompt: NOBODY }],
    pieces: [
      ['clip 1', 'image mira_1'],
      ['clip 2', 'image own'],
      ['clip 3', 'words'],
    ],
  },
  {
    flow: 'this server’s engine in a chain: it goes on from that picture',
    keys: {},
    settings: { frames: 'predicted' },
    segments: [{ prompt: BOTH, ...continuous }, { prompt: ONE }],
    pieces: [
      ['end_frame 1', 'image mira_1'],
      ['clip 1', 'image mira_1'],
      ['end_frame 2', 'image end 1'],
      ['clip 2', 'image end 1'],
    ],
  },
  {
    flow: 'this server’s engine named beside a model that draws: nothing is bought for it',
    keys: OPENAI,
    settings: { provider: 'local' },
    segments: [{ prompt: BOTH }],
    pieces: [['clip 1', 'image mira_1']],
  },
]

const directory = mkdtempSync(join(tmpdir(), 'pagereel-cast-'))
let bench: Awaited<ReturnType<typeof openBench>>
beforeAll(async () => {
  bench = await openBench()
})
afterAll(async () => {
  await bench.close()
  rmSync(directory, { recursive: true })
})

function got<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problem))
  return outcome.value
}

function pictureOf(id: string): Asset {
  const time = new Date(0).toISOString()
  const common = { bytes: 1, sha256: 'a'.repeat(64), url: '', tags: [], metadata: {}, sources: [], createdAt: time, updatedAt: time }
  return { ...common, id, type: 'image', mime: 'image/png', width: 1280, height: 720, sourceType: 'uploaded' }
}

async function storyOf({ settings, segments }: Row): Promise<Story> {
  const { signal } = new AbortController()
  const wished = { resolution: '720p', aspectRatio: '16:9', ...settings } as const
  const { document } = await draftStory({ settings: wished, segments: [...segments], cast: CAST }, { signal })
  const times = { version: 1, canUndo: false, canRedo: false, createdAt: 0, updatedAt: 0 }
  return { ...document, ...assemble(document, new Map()), ...times, id: 'sto_1', userId: 'usr_1', planned: null, source: null }
}

/** What is planned for a story; and of the models that are bought, whether they are told in words who is seen. */
async function plannedFor(row: Row) {
  const read = readConfig({ DATA_DIR: directory, ...row.keys }, directory)
  if (!read.ok) throw new Error(JSON.stringify(read.faults))
  const providers = createProviders({ ...read.config, log: () => undefined })
  const library = { get: (_userId: string, id: string) => Promise.resolve(pictureOf(id)) }
  const story = await storyOf(row)
  const audio = { musicAvailable: () => succeed(null) }
  const rooms = { db: bench.db, accounts: bench.accounts, providers, library, audio, planner: null }
  const { children } = got(await planPieces(rooms, 'usr_1', story))
  const number = (id: string | null): number => story.segments.findIndex((segment) => segment.id === id) + 1
  const named = (id: string): string => {
    const { what, segmentId } = promisedBy(id) ?? {}
    return what === undefined || segmentId === undefined ? id : `${what} ${number(segmentId)}`
  }
  const pieces = children.map(({ part, segmentId, plan: { request } }) => [`${part.role} ${number(segmentId)}`, sourcesOf(request, named)])
  const told = children.flatMap(({ segmentId, plan: { request, provider } }) => {
    const wished = story.segments.find(({ id }) => id === segmentId)?.prompt
    if (provider === 'local' || (request.kind !== 'clip' && request.kind !== 'image')) return []
    return [wished === NOBODY || (request.prompt ?? '').includes(wished === BOTH ? 'Mira: a woman in red' : 'Otto: a dog')]
  })
  return { pieces, told }
}

/** What a piece is made from, and how an instruction tells pictures apart. */
function sourcesOf(request: ResolvedRequest, named: (id: string) => string): string {
  if (request.kind !== 'clip' && request.kind !== 'image') return ''
  const { image, references = [], prompt = '' } = request
  const { lastImage, video } = request.kind === 'clip' ? request : {}
  const apart = /looks like, not where it is: (.+)\.$/m.exec(prompt)?.[1]
  const sources = [
    ...(image === undefined ? [] : [`image ${named(image)}`]),
    ...(lastImage === undefined ? [] : [`last ${named(lastImage)}`]),
    ...(video === undefined ? [] : [`video ${named(video)}`]),
    ...(references.length === 0 ? [] : [`references ${references.join(' ')}`]),
    ...(apart === undefined ? [] : [apart]),
  ]
  return sources.length === 0 ? 'words' : sources.join(', ')
}

describe('a cast follows the segments that name it', () => {
  it.each(ROWS)('in $flow', async (row) => {
    const { pieces, told } = await plannedFor(row)
    expect(pieces).toEqual(row.pieces)
    expect(told.every((each) => each)).toBe(true)
  })
})
