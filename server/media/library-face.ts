import type { Point } from 'shared/camera'
import type { RecordChange } from '../changes/index.ts'
import type { Tx } from '../db/index.ts'
import type { Asset, assetQuery, AssetList, AssetOrigin, AssetPatch, Outcome } from 'shared/wire'
import type { z } from 'zod'
import type { BroughtFile } from './bring-file.ts'
import type { KnownSubject } from './subject-rows.ts'

export type AssetQuery = z.infer<typeof assetQuery>

/** A file that came from outside and lies in a temporary place; adding it consumes it. */
export interface Upload {
  readonly temporaryPath: string
  readonly filename?: string | undefined
  readonly sourceType: 'uploaded' | 'grabbed' | 'captured' | 'imported'
  readonly origin?: AssetOrigin | undefined
  /** Aborted when nobody waits for the answer any more: then a picture is kept without looking at what it is of. */
  readonly signal?: AbortSignal | undefined
}

/** What a finished job stores; the blob is in the storage already. */
export interface GeneratedAsset {
  readonly userId: string
  readonly sha256: string
  readonly bytes: number
  readonly type: Asset['type']
  readonly mime: string
  readonly width?: number | undefined
  readonly height?: number | undefined
  /** Seconds. */
  readonly duration?: number | undefined
  readonly frameRate?: number | undefined
  readonly codec?: string | undefined
  /** Bits per second. */
  readonly bitrate?: number | undefined
  readonly hasAudio?: boolean | undefined
  readonly profileId?: string | undefined
  readonly avccSha256?: string | null | undefined
  readonly sourceJobId: string
  readonly title?: string | undefined
}

/** Files that come together, of which either all become assets or none. */
export interface Bringing {
  /**
   * Judges and stores a file as `addPicture` does, without making it an asset. Consumes it, unless the user has an asset of these very
   * bytes. Stored bytes that no asset is made of go with the next sweep. Problems: those of `addPicture`.
   */
  bring(
    userId: string,
    file: { readonly path: string; readonly sha256: string; readonly filename: string },
    signal: AbortSignal,
  ): Promise<Outcome<BroughtFile>>
  /** The asset of such a file, inside the caller's transaction: the one that the user has of these bytes, else a new one. Null where that was deleted meanwhile. */
  insertBrought(tx: Tx, record: RecordChange, userId: string, file: BroughtFile, now: number): Promise<string | null>
}

export type RenditionFormat = 'webm' | 'gif'

/** A stored file. */
export interface StoredFile {
  readonly sha256: string
  readonly mime: string
  readonly bytes: number
}

/** Films in other formats, made once and kept as long as what they were made of. */
export interface Renditions {
  /** Null where it was not made yet, or is gone. */
  rendition(sha256: string, format: RenditionFormat): Promise<StoredFile | null>
  keepRendition(sha256: string, format: RenditionFormat, made: StoredFile): Promise<void>
}

/** The asset library: what each user keeps, over blobs that are stored once. Another user's asset is as good as absent. */
export interface Library extends Bringing, Renditions {
  /**
   * Takes in a picture, a video or a sound that came from outside: sniffed, bounded, pictures re-encoded, videos probed, sounds
   * written without their tags. The same bytes from the same user give the same asset again (`created` false), whose `sources` grow.
   * Where the model is there, a picture is looked at for its subject before this resolves; where that fails, it is taken in without.
   *
   * Problems: `unsupported_media`, `media_invalid`, `payload_too_large`, `storage_full`.
   */
  addPicture(userId: string, upload: Upload): Promise<Outcome<{ readonly asset: Asset; readonly created: boolean }>>
  /** Inserts what a job made, inside the transaction that completes the job; gives the id of the asset. */
  insertGenerated(tx: Tx, record: RecordChange, asset: GeneratedAsset, now: number): Promise<string>
  get(userId: string, id: string): Promise<Asset | null>
  many(userId: string, ids: readonly string[]): Promise<ReadonlyMap<string, Asset>>
  /** Newest first. A cursor that no answer gave is `invalid_request`. */
  list(userId: string, query: AssetQuery): Promise<Outcome<AssetList>>
  patch(userId: string, id: string, patch: AssetPatch): Promise<Outcome<Asset>>
  /** `conflict` while a job or a storyboard that is not deleted refers to the asset. */
  remove(userId: string, id: string): Promise<Outcome<null>>
  /**
   * What is known of a picture for cutting it apart: the subject's box and mask, and its depth, which is looked for here where the user
   * has given a model for it. Null where nothing is known.
   */
  subject(userId: string, id: string, signal?: AbortSignal): Promise<KnownSubject | null>
  /**
   * What a picture file is about that is no asset, such as a frame of a film, as shares of its sides: the middle of its subject where one is
   * found, else the point that draws the eye. Takes seconds where the model is there.
   */
  pointOf(path: string, signal: AbortSignal): Promise<Point>
  blobOf(userId: string, id: string): Promise<{ readonly sha256: string; readonly mime: string; readonly bytes: number } | null>
  /** For signed links, which name no user. */
  blobForMedia(
    id: string,
  ): Promise<{ readonly sha256: string; readonly mime: string; readonly bytes: number; readonly filename: string } | null>
  /** Whether new work may be taken on: `storage_full` when the quota is used up or the disk is nearly full. */
  room(): Promise<Outcome<null>>
  /** Removes blobs that nothing refers to and temporary files, both older than 15 minutes. */
  sweep(now: number): Promise<{ readonly blobs: number; readonly temporary: number }>
}
