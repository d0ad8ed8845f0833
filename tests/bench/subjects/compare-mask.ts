import sharp from 'sharp'

export interface Truth {
  readonly width: number
  readonly height: number
  /** How much of each pixel is subject, 0..255. */
  readonly alpha: Buffer
}

/** How near a mask is to the truth, at the picture's size: intersection over union of what is above a half, and mean absolute error of all. */
export async function compareMask(mask: string, { width, height, alpha }: Truth): Promise<{ readonly iou: number; readonly mae: number }> {
  const stretched = await sharp(Buffer.from(mask, 'base64')).resize(width, height, { fit: 'fill' }).toColourspace('b-w').raw().toBuffer()
  let [both, either, error] = [0, 0, 0]
  stretched.forEach((value, at) => {
    const truth = alpha[at] ?? 0
    if (value > 127 && truth > 127) both += 1
    if (value > 127 || truth > 127) either += 1
    error += Math.abs(value - truth)
  })
  return { iou: both / Math.max(1, either), mae: error / (255 * stretched.length) }
}
