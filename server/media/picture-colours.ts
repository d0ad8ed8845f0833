import type { ProbedVideo } from './probed-video.ts'

/** Pictures whose shorter side has fewer pixels are taken for BT.601 where the file does not tell; so players do. */
const HD_SIDE = 720

/**
 * The filters that bring a video's colours to BT.709 of a standard range, and scale it on the way.
 * @param cube the file that maps its high dynamic range down, as `hdrCube` has it; null for a standard range
 * @param size arguments of ffmpeg's scale filter
 */
export function standardColours(
  probed: Pick<ProbedVideo, 'matrix' | 'width' | 'height'>,
  cube: string | null,
  size: string,
): readonly string[] {
  const matrix = matrixOf(probed)
  // A conversion between matrices takes several times as long as scaling, and `accurate_rnd` several times that again.
  if (cube === null && matrix === 'bt709') return [`scale=${size}:flags=lanczos:out_range=tv`]
  const from = `flags=lanczos:in_color_matrix=${matrix}`
  if (cube === null) return [`scale=${size}:${from}:out_color_matrix=bt709:out_range=tv`]
  const map = `lut3d=file=${filterValue(cube)}:interp=tetrahedral`
  return [`scale=${size}:${from}:out_range=pc`, 'format=gbrp10le', map, 'scale=out_color_matrix=bt709:out_range=tv']
}

/** The matrix that ffmpeg is told to decode with. */
export function matrixOf({ matrix, width, height }: Pick<ProbedVideo, 'matrix' | 'width' | 'height'>): 'bt709' | 'bt601' | 'bt2020' {
  return matrix ?? (Math.min(width, height) >= HD_SIDE ? 'bt709' : 'bt601')
}

/** A value in a filter graph: escaped once for the filter's options and once for the graph; see ffmpeg-filters, "Notes on filtergraph escaping". */
export function filterValue(text: string): string {
  return text.replaceAll(/[\\':]/g, String.raw`\$&`).replaceAll(/[\\'[\],;]/g, String.raw`\$&`)
}
