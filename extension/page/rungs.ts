import type { ReadPictureReply, ReadPictureRequest } from '../api/index.ts'
import type { ViewportBox } from 'shared/page'
import { boundedBlob } from './frame-bytes.ts'
import type { Rung, RungResult } from './ladder.ts'

/** Larger files are refused by the server anyway. */
const MAXIMUM_BYTES = 60 * 1024 * 1024

export interface RungPorts {
  readonly fetch: typeof fetch
  /** Whether the extension may read this origin at all. */
  hasAccess(origin: string): Promise<boolean>
  /** Asks the frame that shows the picture; null where no page is there to ask. */
  askPage: ((request: ReadPictureRequest) => Promise<ReadPictureReply>) | null
  /** The visible part of the tab as a picture, with the size of its viewport in CSS pixels; null where it may not be had. */
  capture: (() => Promise<{ readonly blob: Blob; readonly viewportWidth: number } | null>) | null
}

/** All ways of getting bytes, in the order in which they are tried. */
export function makeRungs(ports: RungPorts): readonly Rung[] {
  return [permissionFetch(ports), pageRung('page-fetch', ports), inline(ports), pageRung('canvas', ports), screenshot(ports)]
}

/** The panel fetches by itself, which no CORS rule stops where the person has allowed the host. */
function permissionFetch(ports: RungPorts): Rung {
  return {
    id: 'permission-fetch',
    async canTry({ url }) {
      const parsed = URL.parse(url)
      if (parsed === null || !parsed.protocol.startsWith('http')) return 'no-access'
      return (await ports.hasAccess(parsed.origin)) || 'no-access'
    },
    async run({ url }) {
      try {
        const response = await ports.fetch(url, { credentials: 'include', cache: 'force-cache' })
        return response.ok ? await boundedBlob(response, MAXIMUM_BYTES) : { ok: false, reason: 'http-error', status: response.status }
      } catch {
        return { ok: false, reason: 'blocked' }
      }
    },
  }
}

function pageRung(id: 'page-fetch' | 'canvas', ports: RungPorts): Rung {
  return {
    id,
    canTry: async ({ url }) => (ports.askPage !== null && /^https?:/i.test(url)) || 'no-access',
    run: async ({ url }) => askOrFail(ports, { rung: id, url, maximumBytes: MAXIMUM_BYTES }),
  }
}

/** `data:` can be read anywhere, `blob:` only in the page that made it. */
function inline(ports: RungPorts): Rung {
  return {
    id: 'inline',
    async canTry({ url }) {
      if (/^data:/i.test(url)) return true
      return (/^blob:/i.test(url) && ports.askPage !== null) || 'no-access'
    },
    async run({ url }) {
      if (/^blob:/i.test(url)) return askOrFail(ports, { rung: 'inline', url, maximumBytes: MAXIMUM_BYTES })
      try {
        return await boundedBlob(await ports.fetch(url), MAXIMUM_BYTES)
      } catch {
        return { ok: false, reason: 'failed' }
      }
    },
  }
}

async function askOrFail(ports: RungPorts, request: ReadPictureRequest): Promise<RungResult> {
  return (await ports.askPage?.(request)) ?? { ok: false, reason: 'no-access' }
}

/** What the screen shows of the picture: the last resort, and only as large as it is shown. */
function screenshot(ports: RungPorts): Rung {
  return {
    id: 'screenshot',
    async canTry({ candidate: { box } }) {
      if (ports.capture === null) return 'no-access'
      return (box !== null && box.x + box.width > 0 && box.y + box.height > 0) || 'not-visible'
    },
    async run({ candidate }) {
      const shot = await ports.capture?.()
      if (shot === undefined || shot === null) return { ok: false, reason: 'no-access' }
      if (candidate.box === null) return { ok: false, reason: 'not-visible' }
      const blob = await cropShot(shot.blob, candidate.box, shot.viewportWidth)
      return blob === null ? { ok: false, reason: 'not-visible' } : { ok: true, blob }
    },
  }
}

/** Cuts a box (CSS pixels) out of a shot; null where nothing of it is in the shot. */
async function cropShot(shot: Blob, box: ViewportBox, viewportWidth: number): Promise<Blob | null> {
  const bitmap = await createImageBitmap(shot)
  const crop = cropWithin(box, bitmap, viewportWidth)
  if (crop === null) return null
  const canvas = new OffscreenCanvas(crop.width, crop.height)
  canvas.getContext('2d')?.drawImage(bitmap, crop.x, crop.y, crop.width, crop.height, 0, 0, crop.width, crop.height)
  bitmap.close()
  return canvas.convertToBlob({ type: 'image/png' })
}

/** The visible part of a box in the pixels of a shot whose width shows `viewportWidth` CSS pixels; null where none is visible. */
export function cropWithin(box: ViewportBox, shot: { width: number; height: number }, viewportWidth: number): ViewportBox | null {
  const scale = shot.width / viewportWidth
  const left = Math.max(0, Math.round(box.x * scale))
  const top = Math.max(0, Math.round(box.y * scale))
  const right = Math.min(shot.width, Math.round((box.x + box.width) * scale))
  const bottom = Math.min(shot.height, Math.round((box.y + box.height) * scale))
  return right - left < 2 || bottom - top < 2 ? null : { x: left, y: top, width: right - left, height: bottom - top }
}
