/**
 * The tables, as rows come and go. One schema for both dialects: TEXT ids, times as INTEGER milliseconds UTC, JSON as TEXT,
 * booleans as 0/1, money as BIGINT micro-dollars read as checked numbers.
 */

import type { Status, Stage } from 'shared/progress'
import type { AttemptStatus, JobKind, LedgerEntry } from 'shared/wire'

/** Milliseconds since 1970-01-01 UTC. */
export type Millis = number
/** JSON text; the repository that owns the column parses it with Zod. */
export type JsonText = string
export type Flag = 0 | 1

export interface Schema {
  users: {
    id: string
    name: string
    role: 'owner' | 'member'
    monthly_usd_micros: number | null
    /** Prepaid credits granted less what was charged, holds not taken off; below 0 after an overrun. Null: the user pays nothing in advance. */
    credit_usd_micros: number | null
    created_at: Millis
  }
  tokens: { id: string; user_id: string; name: string; token_hash: string; created_at: Millis; last_used_at: Millis | null }
  pairings: {
    id: string
    user_id: string
    name: string
    code_hash: string
    wrong_codes: number
    state: 'open' | 'used' | 'ended'
    created_at: Millis
    expires_at: Millis
  }
  jobs: JobRow
  attempts: AttemptRow
  ledger: {
    id: string
    user_id: string
    job_id: string | null
    attempt_id: string | null
    kind: LedgerEntry['kind']
    /** What providers take; of a credit what was given. */
    usd_micros: number
    /** What the user is charged. */
    price_usd_micros: number
    note: string | null
    /** What may happen once only, such as `settle:job_…`; unique. */
    entry_key: string
    at: Millis
  }
  holds: HoldRow
  /** A share of the month's budget that was spent, told once. */
  budget_alerts: { user_id: string; month: Millis; percent: number; at: Millis }
  blobs: { sha256: string; bytes: number; created_at: Millis }
  assets: AssetRow
  subjects: SubjectRow
  /** Why an asset may not be deleted: one row for each thing that uses it. */
  asset_references: { asset_id: string; owner_kind: 'job' | 'storyboard'; owner_id: string; role: string }
  changes: { user_id: string; entity: string; entity_id: string; seq: number; op: 'put' | 'delete'; at: Millis }
  /** One row (id = 1): the counter that orders all changes, and the identity of this feed. */
  feed: { id: 1; feed_id: string; seq: number; oldest_seq: number }
  settings: { user_id: string; value: JsonText; updated_at: Millis }
  /** Messages of providers, so that one that is sent twice counts once. */
  webhook_inbox: { provider: string; event_id: string; provider_job_id: string; at: Millis }
  batches: { id: string; user_id: string; idempotency_key: string | null; request_hash: string; created_at: Millis }
  storyboards: StoryboardRow
  /** What a storyboard was before an edit, and after one that was undone; its present document is not among them. */
  storyboard_versions: { storyboard_id: string; place: number; document: JsonText }
  segments: SegmentRow
  renditions: RenditionRow
  story_sounds: StorySoundRow
}

export interface JobRow {
  id: string
  user_id: string
  kind: JobKind
  status: Status
  stage: Stage | null
  progress: number
  /** The request with every default filled in. */
  request: JsonText
  /** Client's key, unique per user while not null. */
  idempotency_key: string | null
  /** sha256 of the canonical JSON of the body as it was sent. */
  request_hash: string
  provider: string
  model: string
  estimated_usd_micros: number
  held_usd_micros: number
  settled_usd_micros: number | null
  overrun: Flag
  adjustments: JsonText
  step: JsonText | null
  /** Asset ids by role, null until completed. */
  result: JsonText | null
  error: JsonText | null
  /** Milliseconds spent in each stage, by stage name: what estimates of time are made from. */
  stage_times: JsonText
  /** Frames times pixels of the work, so that past runs of other sizes can be compared. */
  work_pixels: number
  created_at: Millis
  started_at: Millis | null
  finished_at: Millis | null
  deadline_at: Millis | null
  last_progress_at: Millis | null
  cancel_requested_at: Millis | null
  lease_owner: string | null
  lease_until: Millis | null
  lease_epoch: number
  retry_of: string | null
  /** 1 for a job that was made of an attempt of `retry_of` whose outcome had been unknown. */
  adopted: Flag
  parent_id: string | null
  storyboard_id: string | null
  segment_id: string | null
  /** 1 while it is not to be taken up: its parent has yet to say what it is made from. */
  waits: Flag
  /** What a job is to its story: `storyPart` of jobs/reel. */
  story_part: JsonText | null
  batch_id: string | null
  variant_index: number | null
  derived_from: string | null
  collection_id: string | null
  favourite: Flag
  pinned: Flag
  rating: number | null
  tags: JsonText
  title: string | null
  downloads: number
  shares: number
  render_time_ms: number | null
  /** Lower-cased text that `q` searches: prompt, title, tags, page title. */
  search_text: string
  deleted_at: Millis | null
}

export interface AttemptRow {
  id: string
  user_id: string
  job_id: string
  /** 1, 2, … within the job. */
  number: number
  provider: string
  model: string
  status: AttemptStatus
  /** The exact request that is or was sent; frozen. */
  request: JsonText
  /** What the adapter made ready beside it, such as addresses of uploaded pictures. */
  prepared: JsonText | null
  /** 1 as soon as the paid call may have left this machine and was not answered with "not taken". */
  sent: Flag
  idempotency_key: string
  provider_job_id: string | null
  provider_status: string | null
  /** Opaque handle of the adapter. */
  operation: JsonText | null
  /** What a succeeded attempt left in the storage. */
  made: JsonText | null
  estimated_usd_micros: number
  /** The provider's own figure of what it may cost, told when it took the request; null where it tells none. */
  quoted_usd_micros: number | null
  /** What was really charged; null until known. */
  cost_usd_micros: number | null
  error: JsonText | null
  created_at: Millis
  submitted_at: Millis | null
  finished_at: Millis | null
  deadline_at: Millis | null
  last_poll_at: Millis | null
  lease_epoch: number
}

/** The money that is or was held for a job, and the terms it was agreed by. */
export interface HoldRow {
  job_id: string
  user_id: string
  cost_usd_micros: number
  price_usd_micros: number
  /** `Terms` of shared/money. */
  terms: JsonText
  /** 0 once settled. */
  open: Flag
}

export interface AssetRow {
  id: string
  user_id: string
  blob_sha256: string
  /** sha256 of the bytes as they were uploaded, before re-encoding; what makes a second upload the same asset. */
  source_sha256: string | null
  type: 'image' | 'video' | 'audio' | 'subtitle' | 'document'
  mime: string
  bytes: number
  width: number | null
  height: number | null
  duration: number | null
  frame_rate: number | null
  codec: string | null
  bitrate: number | null
  has_audio: Flag | null
  focus: JsonText | null
  title: string | null
  description: string | null
  tags: JsonText
  metadata: JsonText
  source_type: 'generated' | 'uploaded' | 'grabbed' | 'captured' | 'imported'
  source_job_id: string | null
  sources: JsonText
  profile_id: string | null
  avcc_sha256: string | null
  search_text: string
  purged_at: Millis | null
  created_at: Millis
  updated_at: Millis
}

/** What a picture is of, by its bytes. */
export interface SubjectRow {
  blob_sha256: string
  /** Null where there is no subject to speak of. */
  box: JsonText | null
  /** Grey PNG as base64, where it is good enough to cut the subject out. */
  mask: string | null
  /** 0..1; null where nobody has looked for a subject yet. */
  quality: number | null
  /** Grey PNG as base64; null where nobody has looked for depth yet. */
  depth: string | null
  created_at: Millis
}

/** A story as people edit it. */
export interface StoryboardRow {
  id: string
  user_id: string
  /** Counts edits, undo and redo among them. */
  version: number
  title: string
  /** The present state of what people edit. */
  document: JsonText
  /** The place of the present document in the row of versions; those from `oldest` below it can be undone to, those up to `newest` redone. */
  head: number
  oldest: number
  newest: number
  /** The page that it was made from. */
  source: JsonText | null
  /** How it was planned; null for one that came whole. */
  planned: JsonText | null
  idempotency_key: string | null
  request_hash: string
  search_text: string
  created_at: Millis
  updated_at: Millis
  deleted_at: Millis | null
}

/** What rendering makes of a segment; it stays when an edit removes the segment, for the undo. */
export interface SegmentRow {
  id: string
  user_id: string
  storyboard_id: string
  status: 'queued' | 'processing' | 'completed' | 'failed' | 'cancelled'
  /** 0..100 */
  progress: number
  takes: JsonText
  /** Assets that the flow found, not those that were chosen by hand. */
  start_frame: string | null
  end_frame: string | null
  continuity: JsonText | null
  error: JsonText | null
  estimated_usd_micros: number | null
  settled_usd_micros: number
  created_at: Millis
  updated_at: Millis
}

/** A film in another format: the file that was made of a blob. It goes when the blob does. */
export interface RenditionRow {
  blob_sha256: string
  format: 'webm' | 'gif'
  sha256: string
  mime: string
  bytes: number
  created_at: Millis
}

/** A voice, music or what is heard in the film that an imported story brought with it, in place of the job that made it. */
export interface StorySoundRow {
  storyboard_id: string
  /** The segment that it speaks for; `music`; `heard`. */
  place: string
  /** What is asked of whoever would make it; of what is heard, the key by which that is found again. */
  request: JsonText
  /** Null for what is heard, which is words alone. */
  asset_id: string | null
  /** `TimedWord[]` */
  words: JsonText
  draft: Flag
  created_at: Millis
}
