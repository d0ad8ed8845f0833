import type { ImageCandidate } from 'shared/page'
import { looksLikePicture, pictureAddress } from './address.ts'
import { parseSrcset } from './srcset.ts'
import type { HandedPicture } from './types.ts'

/**
 * The pictures in a drop or a paste: files first, else the `img` that the page put in (the largest of its `srcset`), else addresses.
 * Must be called inside the event's handler, since the browser empties the transfer afterwards.
 */
export function picturesFromTransfer(
  transfer: Pick<DataTransfer, 'files' | 'getData'>,
  parser: DOMParser = new DOMParser(),
): readonly HandedPicture[] {
  const files = [...transfer.files].filter((file) => file.type === '' || file.type.startsWith('image/'))
  if (files.length > 0) return files.map((file) => ({ kind: 'file', file }))
  const fromHtml = picturesInHtml(transfer.getData('text/html'), parser)
  if (fromHtml.length > 0) return fromHtml
  const list = transfer.getData('text/uri-list') || transfer.getData('text/plain')
  return list
    .split(/\r?\n/)
    .filter((line) => !line.startsWith('#'))
    .flatMap((line) => {
      const url = pictureAddress(line, 'about:blank')
      return url === null || !looksLikePicture(url) ? [] : [{ kind: 'address', url, pageUrl: null, alt: '' } as const]
    })
}

/** A candidate for the ladder from an address that came by hand. */
export function candidateFromAddress(handed: Extract<HandedPicture, { kind: 'address' }>): ImageCandidate {
  const { url, alt } = handed
  return { id: url, url, kind: 'img', declaredSize: null, measuredSize: null, box: null, alt, alternates: [], rank: 1 }
}

function picturesInHtml(html: string, parser: DOMParser): readonly HandedPicture[] {
  if (!/<img\b/i.test(html)) return []
  const document = parser.parseFromString(html, 'text/html')
  return [...document.querySelectorAll('img')].flatMap((image) => {
    const [largest] = parseSrcset(image.getAttribute('srcset') ?? '').toSorted(
      (one, other) => (other.width ?? other.density ?? 0) - (one.width ?? one.density ?? 0),
    )
    const url = pictureAddress(largest?.url, 'about:blank') ?? pictureAddress(image.getAttribute('src'), 'about:blank')
    return url === null ? [] : [{ kind: 'address', url, pageUrl: null, alt: image.getAttribute('alt') ?? '' } as const]
  })
}
