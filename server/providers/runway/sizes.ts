import type { NativeSize } from '../catalog.ts'
import type { Mode } from '../port.ts'

/** Sizes as Runway names them, by the tables of its SDK 4.20.1 (`ratio` of each body). */
export const GEN4 = ['1280:720', '720:1280', '1104:832', '832:1104', '960:960', '1584:672'] as const
export const GEN4_TEXT = ['1280:720', '720:1280'] as const
export const VEO = ['1280:720', '720:1280', '1920:1080', '1080:1920'] as const
export const SEEDANCE_480 = ['992:432', '864:496', '752:560', '640:640', '560:752', '496:864'] as const
export const SEEDANCE_720 = ['1470:630', '1280:720', '1112:834', '960:960', '834:1112', '720:1280'] as const
export const SEEDANCE_1080 = ['2206:946', '1920:1080', '1664:1248', '1440:1440', '1248:1664', '1080:1920'] as const
export const SEEDANCE_4K = ['3840:1646', '3840:2160', '3840:2880', '3840:3840', '2880:3840', '2160:3840'] as const
export const WAN_720 = ['1280:720', '1104:832', '960:960', '832:1104', '720:1280'] as const
export const OMNI_720 = ['1280:720', '720:1280'] as const
export const OMNI_1080 = ['1920:1080', '1080:1920'] as const
export const GROK_RATIOS = ['16:9', '9:16', '1:1', '4:3', '3:4', '3:2', '2:3'] as const
export const GEN4_IMAGE_720 = ['1280:720', '720:1280', '720:720', '960:720', '720:960', '1680:720'] as const
export const GEN4_IMAGE_1080 = ['1080:1080', '1440:1080', '1080:1440', '1920:1080', '1080:1920'] as const
export const MUSE = ['2352:1008', '2016:1152', '1920:1280', '1792:1344', '1600:1600', '1344:1792', '1280:1920', '1152:2016'] as const

/** For models whose clips have the shape of the picture or clip that they are given. */
export const SHAPES_OF_PICTURES = ['16:9', '9:16', '1:1', '4:5'] as const

/** Sizes whose names are their pixels. */
export function sizesOf(names: readonly string[], tier: string, modes?: readonly Mode[]): readonly NativeSize[] {
  return names.map((name) => {
    const [width = Number.NaN, height = Number.NaN] = name.split(':').map(Number)
    return { name, tier, width, height, ...(modes === undefined ? {} : { modes }) }
  })
}

/** Sizes that are named by their shape and a short side; sides are even. */
export function sizesByShape(shapes: readonly string[], tier: string, shortSide: number, modes?: readonly Mode[]): readonly NativeSize[] {
  return sizesOf(shapes, tier, modes).map((size) => {
    const unit = shortSide / Math.min(size.width, size.height)
    return { ...size, width: even(size.width * unit), height: even(size.height * unit) }
  })
}

function even(pixels: number): number {
  return 2 * Math.round(pixels / 2)
}
