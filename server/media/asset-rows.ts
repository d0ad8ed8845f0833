import { z } from 'zod'
import { asset, assetSource, point, type Asset, type AssetSource } from 'shared/wire'
import type { AssetRow, JsonText } from '../db/index.ts'
import type { Signer } from '../security/index.ts'
import { parseBox } from './subject-rows.ts'

const tagsColumn = z.array(z.string())
const sourcesColumn = z.array(assetSource)

/** An asset's row together with the box of its subject. */
export type ShownAssetRow = AssetRow & { readonly box: JsonText | null }

/** An asset's row as the wire carries it, with a link that is good until the end of the next UTC day. */
export function presentAsset(row: ShownAssetRow, signer: Signer, now: number): Asset {
  return {
    id: row.id,
    type: row.type,
    mime: row.mime,
    bytes: row.bytes,
    width: row.width ?? undefined,
    height: row.height ?? undefined,
    duration: row.duration ?? undefined,
    frameRate: row.frame_rate ?? undefined,
    codec: row.codec ?? undefined,
    bitrate: row.bitrate ?? undefined,
    hasAudio: row.has_audio === null ? undefined : row.has_audio === 1,
    focus: row.focus === null ? undefined : point.parse(JSON.parse(row.focus)),
    subject: parseBox(row.box) ?? undefined,
    sha256: row.blob_sha256,
    url: signer.sign(`/media/${row.id}`, now),
    title: row.title ?? undefined,
    description: row.description ?? undefined,
    tags: tagsColumn.parse(JSON.parse(row.tags)),
    metadata: asset.shape.metadata.parse(JSON.parse(row.metadata)),
    sourceType: row.source_type,
    sourceJobId: row.source_job_id ?? undefined,
    sources: readSources(row),
    profileId: row.profile_id ?? undefined,
    purgedAt: row.purged_at === null ? undefined : new Date(row.purged_at).toISOString(),
    createdAt: new Date(row.created_at).toISOString(),
    updatedAt: new Date(row.updated_at).toISOString(),
  }
}

export function readSources(row: AssetRow): AssetSource[] {
  return sourcesColumn.parse(JSON.parse(row.sources))
}

export function readTags(row: AssetRow): string[] {
  return tagsColumn.parse(JSON.parse(row.tags))
}

/**
 * What a search of assets looks in, lower-cased: title, description, file names, and what was said of the pages they came from;
 * each tag as a line of its own, `#tag`, so that one can be asked for exactly.
 */
export function searchText(words: {
  readonly title: string | null
  readonly description: string | null
  readonly tags: readonly string[]
  readonly sources: readonly AssetSource[]
}): string {
  const said = words.sources.flatMap(({ filename, pageTitle, alt, pageUrl }) => [filename, pageTitle, alt, pageUrl])
  const lines = [words.title, words.description, ...said].filter((text) => text !== null && text !== undefined && text !== '')
  return `${[...new Set(lines), ...words.tags.map(tagLine)].join('\n')}\n`.toLowerCase()
}

/** The line of `searchText` that a tag has, between line breaks. */
export function tagLine(tag: string): string {
  return `#${tag}`
}
