import { createHash } from 'node:crypto'
import { openAsBlob } from 'node:fs'
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { isTerminal } from 'shared/progress'
import { asset, assetList, type Job, job, jobList, problem, type Storyboard, storyboard, storyboardList } from 'shared/wire'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Backend, startBackend } from '../harness/backend.ts'
import { frameHashes, writeFlashClip } from '../harness/film.ts'
import { makeWorkDirectory, photo } from '../harness/media.ts'
import { linkModels } from '../harness/models.ts'
import { otioTimeline, placesOfTrack } from '../harness/otio.ts'
import { unzip, zip } from '../harness/zip.ts'

const SETTINGS = { aspectRatio: '1:1', resolution: '720p', frameRate: 24, seed: 7 }
const LONG = 300_000

let home: Backend
let away: Backend
let work: Awaited<ReturnType<typeof makeWorkDirectory>>
let story: Storyboard
let film: string
let archive: string

beforeAll(async () => {
  work = await makeWorkDirectory()
  await linkModels(work.file('home'), /\.sf3$/)
  ;[home, away] = await Promise.all([startBackend({}, { dataDir: work.file('home') }), startBackend()])
  const clip = await writeFlashClip(work.file('clip.mp4'), { width: 720, height: 720, frameRate: 24, seconds: 4, number: 1 })
  const [picture, taken, logo] = await Promise.all([
    upload(new Uint8Array(await photo(800, 760)), 'image/jpeg'),
    upload(await openAsBlob(clip), 'video/mp4'),
    upload(new Uint8Array(await photo(96, 64)), 'image/jpeg'),
  ])
  const told = await home.ask('/api/storyboards', {
    json: {
      title: 'A mug: “new”',
      settings: SETTINGS,
      segments: [
        {
          prompt: 'the mug',
          image: picture,
          duration: 3,
          narration: 'A mug for the morning.',
          boundary: { kind: 'dissolve', seconds: 0.5 },
        },
        { prompt: 'its handle', duration: 3, narration: 'It stays warm.' },
      ],
      soundtrack: {
        voice: { asset: null, voice: null, provider: null, language: null, speed: 1, gain: 0 },
        music: { asset: null, prompt: null, mood: 40, provider: null, gain: -8 },
      },
      captions: { mode: 'soft' },
      cast: [{ id: 'mug', name: 'mug', description: 'red', images: [picture] }],
      overlays: [{ kind: 'logo', id: 'logo', start: 0, end: 0.5, image: logo, place: 'top_left', opacity: 0.8 }],
      brand: { colours: ['#aa3300'], logo },
    },
  })
  const { id, segments } = storyboard.parse(await told.json())
  const shown = await home.ask(`/api/storyboards/${id}/segments/${segments[1]?.id}/takes`, {
    json: { assetId: taken, in: 0.5, out: 3.5 },
    headers: { 'If-Match': '*' },
  })
  expect(shown.status).toBe(201)
  film = await filmOf(home, id)
  story = await read(home, id)
  archive = await saved(home, await exported(home, id, 'archive'), 'archive.zip')
}, LONG)
afterAll(async () => {
  await Promise.all([home.stop(), away.stop()])
  await work[Symbol.asyncDispose]()
})

async function upload(body: BodyInit, type: string): Promise<string> {
  return asset.parse(await (await home.ask('/api/assets', { method: 'POST', body, headers: { 'Content-Type': type } })).json()).id
}

async function read(backend: Backend, id: string): Promise<Storyboard> {
  return storyboard.parse(await (await backend.ask(`/api/storyboards/${id}`)).json())
}

async function until(backend: Backend, id: string): Promise<Job> {
  for (;;) {
    const now = job.parse(await (await backend.ask(`/api/jobs/${id}`)).json())
    if (isTerminal(now.status)) return now
    await wait(100)
  }
}

/** Makes the reel of a story and gives its film as a local file. */
async function filmOf(backend: Backend, storyboardId: string): Promise<string> {
  const asked = await backend.ask('/api/jobs', { json: { kind: 'reel', storyboardId } })
  const reel = await until(backend, job.parse(await asked.json()).id)
  expect(reel.error).toBeNull()
  return await saved(backend, reel, `${reel.id}.mp4`)
}

async function exported(backend: Backend, storyboardId: string, preset: string): Promise<Job> {
  const asked = await backend.ask('/api/jobs', { json: { kind: 'export', storyboardId, preset } })
  expect(asked.status).toBe(202)
  const done = await until(backend, job.parse(await asked.json()).id)
  expect(done.error).toBeNull()
  return done
}

async function saved(backend: Backend, { id }: Job, name: string): Promise<string> {
  const answer = await backend.ask(`/api/jobs/${id}/download`)
  expect(answer.status).toBe(200)
  await writeFile(work.file(name), new Uint8Array(await answer.arrayBuffer()))
  return work.file(name)
}

async function bring(backend: Backend, path: string, headers: Record<string, string> = {}): Promise<Response> {
  const body = await openAsBlob(path)
  return await backend.ask('/api/storyboards/import', { method: 'POST', body, headers: { 'Content-Type': 'application/zip', ...headers } })
}

async function brought(backend: Backend, path: string): Promise<Storyboard> {
  const answer = await bring(backend, path)
  const text: unknown = await answer.json()
  expect({ status: answer.status, text }).toMatchObject({ status: 201 })
  return storyboard.parse(text)
}

async function countAssets(backend: Backend): Promise<number> {
  return assetList.parse(await (await backend.ask('/api/assets?limit=200')).json()).items.length
}

/** A story without what is of this server alone: its ids, times, money and history. Assets are told by `nameOf`. */
function comparable({ segments, cast, soundtrack, overlays, brand, ...rest }: Storyboard, nameOf: (id: string) => string) {
  const { id: _id, version: _version, canUndo: _undo, canRedo: _redo, createdAt: _created, updatedAt: _updated, ...kept } = rest
  const named = (assetId: string | null) => (assetId === null ? null : nameOf(assetId))
  return {
    ...kept,
    cast: cast.map((member) => ({ ...member, images: member.images.map(nameOf) })),
    soundtrack,
    overlays: overlays.map((overlay) => (overlay.kind === 'logo' ? { ...overlay, image: named(overlay.image) } : overlay)),
    brand: { ...brand, logo: named(brand.logo) },
    segments: segments.map(({ id: _segment, cost: _cost, image, startFrame, endFrame, takes, ...segment }) => ({
      ...segment,
      image: named(image),
      startFrame: named(startFrame?.id ?? null),
      endFrame: named(endFrame?.id ?? null),
      takes: takes.map(({ jobId: _job, assetId, ...take }) => ({ ...take, assetId: named(assetId ?? null) })),
    })),
  }
}

/** Names assets by the order in which a story shows them. */
function inOrder({ segments, cast, brand }: Storyboard): (id: string) => string {
  const shown = segments.flatMap(({ image, startFrame, endFrame, takes }) => [
    image,
    startFrame?.id ?? null,
    endFrame?.id ?? null,
    ...takes.map(({ assetId }) => assetId ?? null),
  ])
  const ids = [...new Set([...shown, ...cast.flatMap(({ images }) => images), brand.logo].filter((id) => id !== null))]
  return (id) => `asset ${ids.indexOf(id)}`
}

type Members = Map<string, Uint8Array>

async function changed(name: string, change: (members: Members) => void): Promise<string> {
  const members: Members = new Map([...(await unzip(archive))].map(([path, { bytes }]) => [path, bytes]))
  change(members)
  return await zip(work.file(name), members)
}

function text(members: Members, name: string, change: (text: string) => string): void {
  members.set(name, Buffer.from(change(String(members.get(name)))))
}

/** Puts other bytes in place of a member, and its hash in place of what the manifest says. */
function replaced(members: Members, name: string, bytes: Buffer): void {
  const sha256 = (of: Uint8Array): string => createHash('sha256').update(of).digest('hex')
  const before = sha256(members.get(name) ?? bytes)
  members.set(name, bytes)
  text(members, 'manifest.json', (now) => now.replace(before, sha256(bytes)))
}

describe('a project archive', () => {
  it('holds the storyboard, every file under a stable name with its hash, a time line and captions', async () => {
    const members = await unzip(archive)
    expect([...members.keys()].toSorted()).toEqual([
      'captions.srt',
      'captions.vtt',
      'content.otio',
      'manifest.json',
      'media/brand-logo.jpg',
      'media/segments-01-image.jpg',
      'media/segments-01-take-01.mp4',
      'media/segments-01-voice.m4a',
      'media/segments-02-take-01.mp4',
      'media/segments-02-voice.m4a',
      'media/soundtrack-music.m4a',
      'storyboard.json',
      'version.txt',
    ])
    const manifest: unknown = JSON.parse(String(members.get('manifest.json')?.bytes))
    const files = [...members].flatMap(([path, { bytes, isCompressed }]) => {
      if (!path.startsWith('media/')) return []
      expect(isCompressed).toBe(false)
      return [expect.objectContaining({ path, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') })]
    })
    expect(manifest).toMatchObject({ format: 'pagereel-project', version: 1, files: expect.arrayContaining(files) })
    expect(String(members.get('captions.vtt')?.bytes)).toMatch(/^WEBVTT\n[\s\S]*morning/)
    expect(String(members.get('captions.srt')?.bytes)).toMatch(/^1\n00:00:0/)
    expect(String(members.get('storyboard.json')?.bytes)).not.toContain('job_')
  })

  it('is the same bytes while the story is the same', async () => {
    const again = await saved(home, await exported(home, story.id, 'archive'), 'again.zip')
    expect((await readFile(again)).equals(await readFile(archive))).toBe(true)
  })

  it('has the same time line as an export of its own, which lasts exactly as the film', async () => {
    const alone = await exported(home, story.id, 'otio')
    expect(alone).toMatchObject({
      storyboardId: story.id,
      result: { file: { type: 'document', mime: 'application/vnd.pixar.opentimelineio+json' }, poster: null },
    })
    const text = await readFile(await saved(home, alone, 'film.otio'), 'utf8')
    const members = await unzip(archive)
    expect(text).toBe(String(members.get('content.otio')?.bytes))
    const { tracks } = otioTimeline.parse(JSON.parse(text))
    const [picture] = tracks.children
    if (picture === undefined) throw new Error('no picture track')
    const places = placesOfTrack(picture)
    expect(places.map(({ target, mediaStart, mediaEnd }) => [target, mediaStart, mediaEnd])).toEqual([
      ['media/segments-01-take-01.mp4', 0, 72],
      ['media/segments-02-take-01.mp4', 12, 84],
    ])
    expect(places.at(-1)?.end).toBe((await frameHashes(film)).length)
    expect(tracks.children.map(({ name, kind }) => [name, kind])).toEqual([
      ['Picture', 'Video'],
      ['Clip sound', 'Audio'],
      ['Voice', 'Audio'],
      ['Music', 'Audio'],
    ])
    expect(tracks.markers.length).toBeGreaterThan(1)
    for (const track of tracks.children) for (const { target } of placesOfTrack(track)) expect([null, ...members.keys()]).toContain(target)
  })

  it('is of a storyboard, which may have no film yet', async () => {
    const ofAsset = await home.ask('/api/jobs', { json: { kind: 'export', assetId: 'ast_1', preset: 'archive' } })
    expect(problem.parse(await ofAsset.json())).toMatchObject({ code: 'invalid_request', issues: [{ path: 'preset' }] })
    const absent = await home.ask('/api/jobs', { json: { kind: 'export', storyboardId: 'stb_none', preset: 'otio' } })
    expect(absent.status).toBe(404)
    const empty = await home.ask('/api/storyboards', { json: { title: 'Later', segments: [{ prompt: 'nothing yet' }] } })
    const { id } = storyboard.parse(await empty.json())
    const path = await saved(home, await exported(home, id, 'archive'), 'later.zip')
    const { bytes } = (await unzip(path)).get('content.otio') ?? {}
    expect(placesOfTrack(otioTimeline.parse(JSON.parse(String(bytes))).tracks.children[0] ?? expect.fail())[0]).toMatchObject({
      target: null,
      end: 150,
    })
    expect(await brought(away, path)).toMatchObject({ title: 'Later', segments: [{ status: 'queued', takes: [] }] })
  })
})

describe('opening a project', () => {
  it(
    'makes an equal story elsewhere, whose film is joined from its takes without anything being made',
    async () => {
      const copy = await brought(away, archive)
      expect(comparable(copy, inOrder(copy))).toEqual(comparable(story, inOrder(story)))
      expect(copy).toMatchObject({ version: 1, canUndo: false, canRedo: false })
      const price = await away.ask('/api/estimates', { json: { kind: 'reel', storyboardId: copy.id } })
      expect(await price.json()).toMatchObject({ usdMicros: 0, items: [] })
      const joined = await filmOf(away, copy.id)
      const { items } = jobList.parse(await (await away.ask('/api/jobs?kind=reel')).json())
      const children = jobList.parse(await (await away.ask(`/api/jobs?parentId=${items[0]?.id}`)).json())
      expect(children.items).toEqual([])
      const [before, after] = [await frameHashes(film), await frameHashes(joined)]
      expect(after).toHaveLength(before.length)
      // Pictures are written anew when they come in, so the logo of the first half second is the same but for JPEG.
      expect(after.slice(24)).toEqual(before.slice(24))
    },
    LONG,
  )

  it(
    'takes the same bytes for the same assets, here and elsewhere',
    async () => {
      const [there, here] = [await countAssets(away), await countAssets(home)]
      const [again, copy] = [await brought(away, archive), await brought(home, archive)]
      expect([await countAssets(away), await countAssets(home)]).toEqual([there, here])
      expect(copy.segments[0]?.image).toBe(story.segments[0]?.image)
      expect(again.id).not.toBe(copy.id)
      const gone = await home.ask(`/api/assets/${copy.segments[1]?.takes[0]?.assetId}`, { method: 'DELETE' })
      expect(gone.status).toBe(409)
    },
    LONG,
  )

  it('keeps what an imported voice is made of until the story is gone, through edits too', async () => {
    const copy = await brought(away, archive)
    const patched = await away.ask(`/api/storyboards/${copy.id}`, {
      method: 'PATCH',
      json: { title: 'Another' },
      headers: { 'If-Match': '*' },
    })
    expect(patched.status).toBe(200)
    const sounds = assetList.parse(await (await away.ask('/api/assets?type=audio')).json()).items
    expect(sounds).toHaveLength(3)
    for (const { id } of sounds) expect((await away.ask(`/api/assets/${id}`, { method: 'DELETE' })).status).toBe(409)
  })

  it('keeps the words that were heard in its film', async () => {
    const heard = [
      { text: 'Heard', start: 0.4, end: 0.9 },
      { text: 'words.', start: 1, end: 1.6 },
    ]
    const told = await changed('heard.zip', (members) => {
      const document: { document: { captions: object } } = JSON.parse(String(members.get('storyboard.json')))
      document.document.captions = { ...document.document.captions, source: 'transcript' }
      replaced(members, 'storyboard.json', Buffer.from(JSON.stringify({ ...document, heard })))
    })
    const { id } = await brought(away, told)
    const again = await unzip(await saved(away, await exported(away, id, 'archive'), 'heard-again.zip'))
    expect(String(again.get('captions.vtt')?.bytes)).toMatch(/00:00:00\.400 --> [\s\S]*Heard/)
    expect(JSON.parse(String(again.get('storyboard.json')?.bytes))).toMatchObject({ heard })
  })

  it('answers a repeated key with the story that it made', async () => {
    const key = { 'Idempotency-Key': 'open-once' }
    const [first, second] = [await bring(away, archive, key), await bring(away, archive, key)]
    expect([first.status, second.status]).toEqual([201, 201])
    expect(storyboard.parse(await second.json()).id).toBe(storyboard.parse(await first.json()).id)
    expect((await bring(away, work.file('later.zip'), key)).status).toBe(409)
  })
})

describe('an archive that cannot be opened', () => {
  const CASES: readonly (readonly [reason: string, says: RegExp, make: () => Promise<string>])[] = [
    [
      'newer_version',
      /Update this server/,
      () => changed('newer.zip', (members) => text(members, 'manifest.json', (now) => now.replace('"version": 1', '"version": 2'))),
    ],
    [
      'wrong_hash',
      /media\/segments-02-take-01\.mp4/,
      () => changed('hash.zip', (members) => members.get('media/segments-02-take-01.mp4')?.fill(0, 5000, 5100)),
    ],
    ['wrong_hash', /storyboard\.json/, () => changed('story.zip', (members) => text(members, 'storyboard.json', (now) => `${now} `))],
    ['missing', /lacks media\/brand-logo\.jpg/, () => changed('missing.zip', (members) => members.delete('media/brand-logo.jpg'))],
    ['not_a_project', /exported as a project/, () => changed('other.zip', (members) => members.delete('manifest.json'))],
    [
      'damaged',
      /decoded|damaged/,
      () =>
        changed('picture.zip', (members) => {
          replaced(members, 'media/brand-logo.jpg', Buffer.from(members.get('media/brand-logo.jpg') ?? '').fill(7, 400))
        }),
    ],
    [
      'unsafe_name',
      /leads out/,
      async () => {
        const bytes = await readFile(archive)
        const hidden = Buffer.from(bytes.toString('latin1').replaceAll('media/brand-logo.jpg', '../../brand-logo.jpg'), 'latin1')
        await writeFile(work.file('names.zip'), hidden)
        return work.file('names.zip')
      },
    ],
    ['too_large', /times as large/, () => zip(work.file('bomb.zip'), new Map([['manifest.json', new Uint8Array(64 * 1024 * 1024)]]), true)],
    [
      'not_a_zip',
      /not a zip/,
      async () => {
        await writeFile(work.file('no.zip'), (await readFile(archive)).subarray(0, 10_000))
        return work.file('no.zip')
      },
    ],
  ]

  it.each(CASES)('is refused as %s, saying %s, and leaves nothing behind', async (reason, says, make) => {
    const fresh = await startBackend()
    try {
      const answer = await bring(fresh, await make())
      const refused = problem.parse(await answer.json())
      expect(refused).toMatchObject({ code: 'media_invalid', params: { reason } })
      expect(refused.detail).toMatch(says)
      expect(await countAssets(fresh)).toBe(0)
      expect(storyboardList.parse(await (await fresh.ask('/api/storyboards')).json()).items).toEqual([])
      const temporary = await readdir(fresh.dataDir, { recursive: true })
      const left = await Promise.all(
        temporary.filter((name) => /temporary\//.test(name)).map(async (name) => (await stat(`${fresh.dataDir}/${name}`)).isFile() && name),
      )
      expect(left.filter((name) => name !== false)).toEqual([])
    } finally {
      await fresh.stop()
    }
  })
})
