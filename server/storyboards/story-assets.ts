import { type Asset, type Outcome, refuse, succeed } from 'shared/wire'
import type { SegmentRow, Tx } from '../db/index.ts'
import { takesOf } from './assemble.ts'
import type { StoryDocument } from './document.ts'
import { broughtAssets } from './sounds.ts'

/** A place of a document that names an asset. */
interface AssetPlace {
  /** Dotted, as in a request. */
  readonly path: string
  readonly id: string
  readonly types: readonly Asset['type'][]
}

const PICTURE: readonly Asset['type'][] = ['image']
/** A film's own sound can be its music, too. */
const SOUND: readonly Asset['type'][] = ['audio', 'video']

/** Every asset that a document names, with where it does. */
export function placesOf({ segments, cast, soundtrack, brand, overlays }: StoryDocument): readonly AssetPlace[] {
  const found: AssetPlace[] = []
  const add = (path: string, id: string | null | undefined, types: readonly Asset['type'][]): void => {
    if (id !== null && id !== undefined) found.push({ path, id, types })
  }
  for (const [index, { image, startFrame, endFrame }] of segments.entries()) {
    add(`segments.${index}.image`, image, PICTURE)
    add(`segments.${index}.startFrame`, startFrame, PICTURE)
    add(`segments.${index}.endFrame`, endFrame, PICTURE)
  }
  for (const [index, member] of cast.entries()) {
    for (const [place, id] of member.images.entries()) add(`cast.${index}.images.${place}`, id, PICTURE)
  }
  add('soundtrack.music.asset', soundtrack.music?.asset, SOUND)
  add('soundtrack.voice.asset', soundtrack.voice?.asset, SOUND)
  add('brand.logo', brand.logo, PICTURE)
  for (const [index, overlay] of overlays.entries()) {
    if (overlay.kind === 'logo') add(`overlays.${index}.image`, overlay.image, PICTURE)
  }
  return found
}

/** `invalid_request` where a document names an asset that `before` did not and that this user has not, or that is of the wrong type. */
export async function judgeAssets(tx: Tx, userId: string, document: StoryDocument, before: StoryDocument | null): Promise<Outcome<null>> {
  const known = new Set(before === null ? [] : placesOf(before).map(({ id, types }) => `${id} ${types.join()}`))
  const places = placesOf(document).filter(({ id, types }) => !known.has(`${id} ${types.join()}`))
  const types = await typesOf(
    tx,
    userId,
    places.map(({ id }) => id),
  )
  const issues = places.flatMap(({ path, id, types: wanted }) => {
    const type = types.get(id)
    if (type === undefined) return [{ path, message: 'there is no such asset' }]
    return wanted.includes(type) ? [] : [{ path, message: `is ${type}, not ${wanted.join(' or ')}` }]
  })
  const [first] = issues
  if (first === undefined) return succeed(null)
  return refuse('invalid_request', `${first.path}: ${first.message}.`, { issues })
}

/** A document of before without the assets that have been deleted since. */
export async function withoutGone(tx: Tx, userId: string, document: StoryDocument): Promise<StoryDocument> {
  const types = await typesOf(
    tx,
    userId,
    placesOf(document).map(({ id }) => id),
  )
  const kept = (id: string | null): string | null => (id !== null && types.has(id) ? id : null)
  const { music, voice } = document.soundtrack
  return {
    ...document,
    segments: document.segments.map((segment) => ({
      ...segment,
      image: kept(segment.image),
      startFrame: kept(segment.startFrame),
      endFrame: kept(segment.endFrame),
    })),
    cast: document.cast.map((member) => ({ ...member, images: member.images.filter((id) => types.has(id)) })),
    soundtrack: {
      ...document.soundtrack,
      music: music === null ? null : { ...music, asset: kept(music.asset) },
      voice: voice === null ? null : { ...voice, asset: kept(voice.asset) },
    },
    brand: { ...document.brand, logo: kept(document.brand.logo) },
    overlays: document.overlays.map((overlay) => (overlay.kind === 'logo' ? { ...overlay, image: kept(overlay.image) } : overlay)),
  }
}

/** The assets that rendering left in the rows of segments. */
export function assetsOfRow(row: SegmentRow): readonly string[] {
  return [row.start_frame, row.end_frame, ...takesOf(row).map(({ assetId }) => assetId)].filter((id) => id !== null)
}

/** Refers a story to exactly the assets that it shows: those of its document, of the rows of its segments, and what it brought to be heard. */
export async function referExactly(tx: Tx, storyboardId: string, document: StoryDocument, rows: readonly SegmentRow[]): Promise<void> {
  const shown = new Set(document.segments.map(({ id }) => id))
  const used = rows.filter(({ id }) => shown.has(id)).flatMap(assetsOfRow)
  await tx.deleteFrom('asset_references').where('owner_kind', '=', 'storyboard').where('owner_id', '=', storyboardId).execute()
  await refer(tx, storyboardId, [...placesOf(document).map(({ id }) => id), ...used, ...(await broughtAssets(tx, storyboardId))])
}

/** Refers a story to these assets besides. */
export async function refer(tx: Tx, storyboardId: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await tx
    .insertInto('asset_references')
    .values([...new Set(ids)].map((id) => ({ asset_id: id, owner_kind: 'storyboard' as const, owner_id: storyboardId, role: 'shown' })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** The types of those of these assets that the user has. */
export async function typesOf(tx: Tx, userId: string, ids: readonly string[]): Promise<ReadonlyMap<string, Asset['type']>> {
  if (ids.length === 0) return new Map()
  const rows = await tx
    .selectFrom('assets')
    .select(['id', 'type'])
    .where('user_id', '=', userId)
    .where('id', 'in', [...new Set(ids)])
    .execute()
  return new Map(rows.map(({ id, type }) => [id, type]))
}
