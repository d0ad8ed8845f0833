import sharp from 'sharp'

const LONG_SIDE = 384

/**
 * Finds the point of a picture that draws the eye, as shares of its sides: libvips' "attention" (edges, skin, saturation).
 * A picture in which nothing stands out gives its centre.
 */
export async function findFocus(path: string): Promise<{ readonly x: number; readonly y: number }> {
  const small = await sharp(path)
    .flatten({ background: '#808080' })
    .resize(LONG_SIDE, LONG_SIDE, { fit: 'inside', withoutEnlargement: true })
    .png({ compressionLevel: 1 })
    .toBuffer({ resolveWithObject: true })
  const { width, height } = small.info
  if ((await sharp(small.data).stats()).entropy < FLAT_ENTROPY) return { x: 0.5, y: 0.5 }
  // Cropping one side alone leaves the scale at 1, so that the point comes back in pixels of the small picture.
  const crop = width >= height ? { width: Math.ceil(width / 2), height } : { width, height: Math.ceil(height / 2) }
  const { info } = await sharp(small.data)
    .resize({ ...crop, fit: 'cover', position: sharp.strategy.attention })
    .raw()
    .toBuffer({ resolveWithObject: true })
  if (info.attentionX === undefined || info.attentionY === undefined) return { x: 0.5, y: 0.5 }
  return { x: share(info.attentionX, width), y: share(info.attentionY, height) }
}

/** Bits of information per pixel below which a picture is taken as one plain colour. */
const FLAT_ENTROPY = 0.05

function share(pixel: number, side: number): number {
  return Math.min(1, Math.max(0, Number(((pixel + 0.5) / side).toFixed(4))))
}
