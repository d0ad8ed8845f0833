import type { PictureUpload } from '../api/index.ts'
import type { BytesRung } from 'shared/page'
import type { Point, Rectangle } from 'shared/camera'

/** The picture that the clip will be made of. */
export interface ChosenPicture {
  readonly blob: Blob
  /** Object URL of the bytes, made and revoked by the draft. */
  readonly url: string
  readonly width: number
  readonly height: number
  /** What a crop keeps; null until the backend has looked at the picture. */
  readonly focus: Point | null
  /** Box of what the picture shows, as shares of its sides; null until the backend has found one. */
  readonly subject: Rectangle | null
  /** The picture at the backend; null until it is there. */
  readonly assetId: string | null
  readonly upload: PictureUpload
  /** How its bytes were had, for pictures of pages. */
  readonly rung: BytesRung | null
}

/** What is kept of a chosen picture beside its bytes. */
export type ChosenFacts = Omit<ChosenPicture, 'blob' | 'url'>

const RUNGS: readonly BytesRung[] = ['permission-fetch', 'page-fetch', 'canvas', 'inline', 'screenshot']
const SOURCES: readonly PictureUpload['sourceType'][] = ['uploaded', 'grabbed', 'captured']

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

/** The facts of a chosen picture as a draft kept them; null when they cannot be understood. */
export function readFacts(value: unknown): ChosenFacts | null {
  if (!isRecord(value) || !isRecord(value['upload'])) return null
  const { width, height, focus, subject, assetId, upload, rung } = value
  const sourceType = SOURCES.find((source) => source === upload['sourceType'])
  if (typeof width !== 'number' || typeof height !== 'number' || !(width > 0) || !(height > 0) || sourceType === undefined) return null
  const origin = readOrigin(upload['origin'])
  return {
    width,
    height,
    focus: isRecord(focus) && typeof focus['x'] === 'number' && typeof focus['y'] === 'number' ? { x: focus['x'], y: focus['y'] } : null,
    subject: boxOf(subject),
    assetId: typeof assetId === 'string' ? assetId : null,
    upload: { sourceType, ...textOf(upload, 'filename'), ...(origin === null ? {} : { origin }) },
    rung: RUNGS.find((each) => each === rung) ?? null,
  }
}

function boxOf(from: unknown): Rectangle | null {
  if (!isRecord(from)) return null
  const { x, y, width, height } = from
  if (typeof x !== 'number' || typeof y !== 'number' || typeof width !== 'number' || typeof height !== 'number') return null
  return { x, y, width, height }
}

function textOf<K extends string>(from: Readonly<Record<string, unknown>>, key: K): { readonly [P in K]?: string } {
  const text = from[key]
  const found: { [P in K]?: string } = {}
  if (typeof text === 'string') found[key] = text
  return found
}

/** Where a picture or a clip came from, as a draft kept it; null when it said nothing of it. */
export function readOrigin(origin: unknown): NonNullable<PictureUpload['origin']> | null {
  if (!isRecord(origin)) return null
  return { ...textOf(origin, 'pageUrl'), ...textOf(origin, 'pageTitle'), ...textOf(origin, 'imageUrl'), ...textOf(origin, 'alt') }
}
