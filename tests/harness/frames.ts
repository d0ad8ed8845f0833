import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { type FrameSize, type Homography, project } from 'shared/camera'
import sharp from 'sharp'

const execute = promisify(execFile)

/** An RGB picture, 8 bits a channel, rows from the top without padding. */
export interface RgbImage {
  readonly width: number
  readonly height: number
  readonly data: Uint8Array
}

/** Decodes one frame of a video (BT.709 limited to full-range RGB), by its number in display order. */
export async function frameOf(path: string, index: number): Promise<RgbImage> {
  const select = `select=eq(n\\,${index}),scale=in_color_matrix=bt709:in_range=tv:out_range=pc:flags=accurate_rnd+full_chroma_int+full_chroma_inp,format=rgb24`
  const { stdout } = await execute(
    'ffmpeg',
    ['-v', 'error', '-i', path, '-vf', select, '-frames:v', '1', '-f', 'image2pipe', '-c:v', 'png', '-'],
    { encoding: 'buffer', maxBuffer: 1 << 28 },
  )
  return await decode(stdout)
}

/** Decodes several frames of a video of the given size in one go; as `frameOf` does. The numbers ascend. */
export async function framesOf(path: string, indices: readonly number[], { width, height }: FrameSize): Promise<readonly RgbImage[]> {
  const picked = indices.map((index) => `eq(n\\,${index})`).join('+')
  const select = `select=${picked},scale=in_color_matrix=bt709:in_range=tv:out_range=pc:flags=accurate_rnd+full_chroma_int+full_chroma_inp,format=rgb24`
  const raw = ['-vf', select, '-fps_mode', 'passthrough', '-f', 'rawvideo', '-']
  const { stdout } = await execute('ffmpeg', ['-v', 'error', '-i', path, ...raw], { encoding: 'buffer', maxBuffer: 1 << 28 })
  const bytes = width * height * 3
  if (stdout.length !== bytes * indices.length) throw new Error(`ffmpeg gave ${stdout.length} bytes for ${indices.length} frames`)
  return indices.map((_, place) => ({ width, height, data: stdout.subarray(place * bytes, (place + 1) * bytes) }))
}

/** Decodes every frame of a video of the given size; as `frameOf` does. */
export async function everyFrameOf(path: string, { width, height }: FrameSize): Promise<readonly RgbImage[]> {
  const toRgb = 'scale=in_color_matrix=bt709:in_range=tv:out_range=pc:flags=accurate_rnd+full_chroma_int,format=rgb24'
  const decoded = ['-v', 'error', '-i', path, '-vf', toRgb, '-f', 'rawvideo', '-']
  const { stdout } = await execute('ffmpeg', decoded, { encoding: 'buffer', maxBuffer: 1 << 28 })
  const bytes = width * height * 3
  if (stdout.length % bytes !== 0) throw new Error(`ffmpeg gave ${stdout.length} bytes, which are no whole frames of ${width}x${height}`)
  return Array.from({ length: stdout.length / bytes }, (_, index) => ({
    width,
    height,
    data: stdout.subarray(index * bytes, (index + 1) * bytes),
  }))
}

/** Decodes an encoded picture, EXIF-rotated, alpha dropped. */
export async function decode(picture: Buffer): Promise<RgbImage> {
  const { data, info } = await sharp(picture).rotate().removeAlpha().toColourspace('srgb').raw().toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, data }
}

/** Shrinks or enlarges a picture with Lanczos. */
export async function resized(image: RgbImage, width: number, height: number): Promise<RgbImage> {
  const raw = { width: image.width, height: image.height, channels: 3 } as const
  const data = await sharp(image.data, { raw }).resize(width, height, { fit: 'fill', kernel: 'lanczos3' }).raw().toBuffer()
  return { width, height, data }
}

/** The reference that engine and preview are held against: samples a picture through a homography (output to picture, shares), Catmull-Rom. */
export function warp(picture: RgbImage, homography: Homography, width: number, height: number): RgbImage {
  const data = new Uint8Array(width * height * 3)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const at = project(homography, { x: (x + 0.5) / width, y: (y + 0.5) / height })
      sample(picture, at.x * picture.width - 0.5, at.y * picture.height - 0.5, data, (y * width + x) * 3)
    }
  return { width, height, data }
}

function sample(picture: RgbImage, x: number, y: number, out: Uint8Array, offset: number): void {
  const left = Math.floor(x)
  const top = Math.floor(y)
  const across = catmullRom(x - left)
  const down = catmullRom(y - top)
  for (let channel = 0; channel < 3; channel++) {
    let sum = 0
    for (let row = 0; row < 4; row++) {
      const line = Math.min(picture.height - 1, Math.max(0, top - 1 + row)) * picture.width
      let part = 0
      for (let column = 0; column < 4; column++) {
        const pixel = line + Math.min(picture.width - 1, Math.max(0, left - 1 + column))
        part += (across[column] ?? 0) * (picture.data[pixel * 3 + channel] ?? 0)
      }
      sum += (down[row] ?? 0) * part
    }
    out[offset + channel] = Math.min(255, Math.max(0, Math.round(sum)))
  }
}

function catmullRom(t: number): readonly number[] {
  return [((2 - t) * t - 1) * t * 0.5, ((3 * t - 5) * t * t + 2) * 0.5, ((4 - 3 * t) * t + 1) * t * 0.5, (t - 1) * t * t * 0.5]
}

/** Mean structural similarity of luma (Wang et al. 2004, 8x8 windows at every fourth pixel, K1 0.01, K2 0.03); 1 is equal. */
export function ssim(a: RgbImage, b: RgbImage): number {
  if (a.width !== b.width || a.height !== b.height) throw new Error(`sizes differ: ${a.width}x${a.height} and ${b.width}x${b.height}`)
  const lumaA = luma(a)
  const lumaB = luma(b)
  let total = 0
  let windows = 0
  for (let y = 0; y + 8 <= a.height; y += 4)
    for (let x = 0; x + 8 <= a.width; x += 4) {
      total += windowSimilarity(lumaA, lumaB, y * a.width + x, a.width)
      windows++
    }
  return total / windows
}

function windowSimilarity(a: Float32Array, b: Float32Array, start: number, stride: number): number {
  let sumA = 0
  let sumB = 0
  let squareA = 0
  let squareB = 0
  let product = 0
  for (let row = 0; row < 8; row++)
    for (let column = 0; column < 8; column++) {
      const index = start + row * stride + column
      const valueA = a[index] ?? 0
      const valueB = b[index] ?? 0
      sumA += valueA
      sumB += valueB
      squareA += valueA * valueA
      squareB += valueB * valueB
      product += valueA * valueB
    }
  const meanA = sumA / 64
  const meanB = sumB / 64
  const varianceA = squareA / 64 - meanA * meanA
  const varianceB = squareB / 64 - meanB * meanB
  const covariance = product / 64 - meanA * meanB
  const c1 = (0.01 * 255) ** 2
  const c2 = (0.03 * 255) ** 2
  return ((2 * meanA * meanB + c1) * (2 * covariance + c2)) / ((meanA ** 2 + meanB ** 2 + c1) * (varianceA + varianceB + c2))
}

function luma(image: RgbImage): Float32Array {
  const plane = new Float32Array(image.width * image.height)
  const { data } = image
  for (let index = 0; index < plane.length; index++)
    plane[index] = 0.2126 * (data[index * 3] ?? 0) + 0.7152 * (data[index * 3 + 1] ?? 0) + 0.0722 * (data[index * 3 + 2] ?? 0)
  return plane
}
