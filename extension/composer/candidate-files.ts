import type { ImageCandidate, Size } from 'shared/page'

/** Wide enough for a thumbnail on a dense screen; larger files are only loaded when they are wanted. */
const THUMBNAIL_WIDTH = 240

/** The size of the best file: what was measured where that file is loaded, else what the page declares. */
export function bestSize({ declaredSize, measuredSize }: Pick<ImageCandidate, 'declaredSize' | 'measuredSize'>): Size | null {
  if (declaredSize !== null && measuredSize !== null) return declaredSize.width > measuredSize.width ? declaredSize : measuredSize
  return measuredSize ?? declaredSize
}

/** Addresses to show a thumbnail from, lightest sufficient first. Blob addresses belong to the page and cannot be shown here. */
export function thumbnailSources({ url, alternates }: Pick<ImageCandidate, 'url' | 'alternates'>): readonly string[] {
  const sufficient = alternates.filter(({ size }) => size !== null && size.width >= THUMBNAIL_WIDTH)
  const light = sufficient.toSorted((a, b) => (a.size?.width ?? 0) - (b.size?.width ?? 0)).map((alternate) => alternate.url)
  const urls = [...light, url, ...alternates.map((alternate) => alternate.url)]
  return [...new Set(urls)].filter((each) => !each.startsWith('blob:'))
}
