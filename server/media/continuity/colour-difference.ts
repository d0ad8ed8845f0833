/** CIE L*a*b* (D65). */
export type Lab = readonly [lightness: number, a: number, b: number]

/** sRGB, 0 to 255, to CIE L*a*b* (IEC 61966-2-1, then CIE 15). */
export function labOf(red: number, green: number, blue: number): Lab {
  const [r, g, b] = [linear(red), linear(green), linear(blue)]
  const x = cubeRoot((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047)
  const y = cubeRoot(0.2126 * r + 0.7152 * g + 0.0722 * b)
  const z = cubeRoot((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883)
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
}

/** CIE ΔE 2000, as in Sharma, Wu and Dalal, "The CIEDE2000 color-difference formula", 2005. */
export function colourDifference([lightness1, a1, b1]: Lab, [lightness2, a2, b2]: Lab): number {
  const meanChroma7 = ((Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2) ** 7
  const stretch = 1.5 - 0.5 * Math.sqrt(meanChroma7 / (meanChroma7 + 25 ** 7))
  const [chroma1, chroma2] = [Math.hypot(a1 * stretch, b1), Math.hypot(a2 * stretch, b2)]
  const [hue1, hue2] = [hueOf(a1 * stretch, b1), hueOf(a2 * stretch, b2)]
  const grey = chroma1 * chroma2 === 0
  const turn = grey ? 0 : wrapped(hue2 - hue1)
  const meanHue = grey
    ? hue1 + hue2
    : Math.abs(hue1 - hue2) <= 180
      ? (hue1 + hue2) / 2
      : (hue1 + hue2 + (hue1 + hue2 < 360 ? 360 : -360)) / 2
  const [meanLightness, meanChroma] = [(lightness1 + lightness2) / 2, (chroma1 + chroma2) / 2]
  const weight =
    1 - 0.17 * cosine(meanHue - 30) + 0.24 * cosine(2 * meanHue) + 0.32 * cosine(3 * meanHue + 6) - 0.2 * cosine(4 * meanHue - 63)
  const offGrey = (meanLightness - 50) ** 2
  const lightness = (lightness2 - lightness1) / (1 + (0.015 * offGrey) / Math.sqrt(20 + offGrey))
  const chroma = (chroma2 - chroma1) / (1 + 0.045 * meanChroma)
  const hue = (2 * Math.sqrt(chroma1 * chroma2) * sine(turn / 2)) / (1 + 0.015 * meanChroma * weight)
  const rotation = -2 * Math.sqrt(meanChroma ** 7 / (meanChroma ** 7 + 25 ** 7)) * sine(60 * Math.exp(-(((meanHue - 275) / 25) ** 2)))
  return Math.sqrt(lightness ** 2 + chroma ** 2 + hue ** 2 + rotation * chroma * hue)
}

function linear(value: number): number {
  const share = value / 255
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
}

function cubeRoot(value: number): number {
  return value > 216 / 24_389 ? Math.cbrt(value) : (value * (24_389 / 27) + 16) / 116
}

function hueOf(a: number, b: number): number {
  return a === 0 && b === 0 ? 0 : ((Math.atan2(b, a) * 180) / Math.PI + 360) % 360
}

function wrapped(turn: number): number {
  return turn > 180 ? turn - 360 : turn < -180 ? turn + 360 : turn
}

function cosine(degrees: number): number {
  return Math.cos((degrees * Math.PI) / 180)
}

function sine(degrees: number): number {
  return Math.sin((degrees * Math.PI) / 180)
}
