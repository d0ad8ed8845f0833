import type { Asset } from 'shared/wire'

/** Frames of a filmstrip by its measures; its tiles have the video's shape and stand in one row. */
export function stripTiles(
  strip: Pick<Asset, 'width' | 'height'>,
  video: Pick<Asset, 'width' | 'height'>,
): { readonly tiles: number; readonly shape: number } | null {
  const { width, height } = strip
  if (!width || !height || !video.width || !video.height) return null
  const shape = video.width / video.height
  return { tiles: Math.max(1, Math.round(width / (height * shape))), shape }
}
