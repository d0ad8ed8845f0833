import { newRaster, type Raster, resample } from './raster.ts'

/**
 * Fills what is not known of a picture from what is, smoothly: colours are averaged into ever coarser pictures until every sample
 * has some, then brought back down where finer ones are missing (pull-push: Gortler et al., "The Lumigraph", SIGGRAPH 1996, 3.4).
 * @param colours any number of channels
 * @param known one channel, 0..1: how far each colour counts; where it is 1 the colour stays as it is
 */
export function fillByPullPush(colours: Raster, known: Raster): Raster {
  const { width, height, channels } = colours
  if (width <= 1 && height <= 1) return colours
  const coarse = pull(colours, known)
  const filled = fillByPullPush(coarse.colours, coarse.known)
  const finer = resample(filled, { x: 0, y: 0, width: width / 2, height: height / 2 }, { width, height })
  for (let index = 0; index < width * height; index++) {
    const weight = Math.min(1, known.data[index] ?? 0)
    if (weight === 0) continue
    for (let channel = 0; channel < channels; channel++) {
      const at = index * channels + channel
      const behind = finer.data[at] ?? 0
      finer.data[at] = behind + weight * ((colours.data[at] ?? 0) - behind)
    }
  }
  return finer
}

/** Half the size each way, rounded up: colours are averaged by how far they are known. */
function pull(colours: Raster, known: Raster): { readonly colours: Raster; readonly known: Raster } {
  const { width, height, channels } = colours
  const half = { width: Math.ceil(width / 2), height: Math.ceil(height / 2) }
  const averaged = newRaster(half.width, half.height, channels)
  const weights = newRaster(half.width, half.height, 1)
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++) {
      const from = row * width + column
      const weight = known.data[from] ?? 0
      if (weight === 0) continue
      const to = (row >> 1) * half.width + (column >> 1)
      weights.data[to] = (weights.data[to] ?? 0) + weight
      for (let channel = 0; channel < channels; channel++) {
        const at = to * channels + channel
        averaged.data[at] = (averaged.data[at] ?? 0) + weight * (colours.data[from * channels + channel] ?? 0)
      }
    }
  for (let index = 0; index < half.width * half.height; index++) {
    const weight = weights.data[index] ?? 0
    if (weight === 0) continue
    for (let channel = 0; channel < channels; channel++) {
      const at = index * channels + channel
      averaged.data[at] = (averaged.data[at] ?? 0) / weight
    }
    weights.data[index] = Math.min(1, weight)
  }
  return { colours: averaged, known: weights }
}
