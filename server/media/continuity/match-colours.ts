import sharp from 'sharp'
import { refuse, succeed, type Outcome } from 'shared/wire'

/** Bounds of what is corrected: a drift, never a scene that is another. */
const GAIN = { minimum: 0.8, maximum: 1.25 } as const
const MOST_OFFSET = 40

/**
 * Writes a picture as PNG with the colours of another: each channel gets the mean and the spread that it has there, within bounds.
 * The anchor is the first frame of the first segment, never the segment before: matched to the one before, every small error is
 * handed on and grows along a chain. `media_invalid` for a picture that cannot be read.
 */
export async function matchColours(picture: string, anchor: string, output: string): Promise<Outcome<{ readonly path: string }>> {
  try {
    const [have, want] = [await statistics(picture), await statistics(anchor)]
    const gains = have.map(({ spread }, channel) =>
      clamp(spread < 1 ? 1 : (want[channel]?.spread ?? spread) / spread, GAIN.minimum, GAIN.maximum),
    )
    const offsets = have.map(({ mean }, channel) => {
      const gain = gains[channel] ?? 1
      const shift = clamp((want[channel]?.mean ?? mean) - mean, -MOST_OFFSET, MOST_OFFSET)
      return mean + shift - gain * mean
    })
    await sharp(picture).removeAlpha().toColourspace('srgb').linear(gains, offsets).png({ compressionLevel: 3 }).toFile(output)
    return succeed({ path: output })
  } catch (error) {
    if (!(error instanceof Error)) throw error
    return refuse('media_invalid', 'A frame could not be read as a picture.', { params: { reason: 'frame' } })
  }
}

async function statistics(path: string): Promise<readonly { readonly mean: number; readonly spread: number }[]> {
  const { channels } = await sharp(path).removeAlpha().toColourspace('srgb').stats()
  return channels.slice(0, 3).map(({ mean, stdev }) => ({ mean, spread: stdev }))
}

function clamp(value: number, minimum: number, maximum: number): number {
  return Math.min(maximum, Math.max(minimum, value))
}
