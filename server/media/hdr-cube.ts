/** Points of the cube along each colour; both codings are even to the eye, so that few are enough. */
const POINTS = 33
/** Candela per square metre of diffuse white (ITU-R BT.2408) and of the brightest that HLG's reference display shows. */
const DIFFUSE_WHITE = 203
const HLG_PEAK = 1000
/** Share of the standard range that diffuse white takes; what is brighter shares the rest. */
const WHITE = 0.8
/** Up to here brightness stays in proportion. */
const KNEE = 0.55

/** From linear BT.2020 to linear BT.709; ITU-R BT.2087. */
const TO_BT709 = [
  [1.6605, -0.5876, -0.0728],
  [-0.1246, 1.1329, -0.0083],
  [-0.0182, -0.1006, 1.1187],
] as const

/**
 * The lookup table (`.cube`) that maps a high dynamic range in BT.2020 to BT.709, for ffmpeg's lut3d, which every build has, unlike
 * zscale. Brightness is kept in proportion up to a knee and rolls off above it; hue is kept by scaling all three colours alike.
 * Codings by ITU-R BT.2100.
 */
export function hdrCube(coding: 'pq' | 'hlg'): string {
  const lines = [`LUT_3D_SIZE ${POINTS}`]
  for (let blue = 0; blue < POINTS; blue += 1)
    for (let green = 0; green < POINTS; green += 1)
      for (let red = 0; red < POINTS; red += 1) {
        const mapped = mapDown(coding, [red / (POINTS - 1), green / (POINTS - 1), blue / (POINTS - 1)])
        lines.push(mapped.map((value) => value.toFixed(6)).join(' '))
      }
  return `${lines.join('\n')}\n`
}

type Colour = readonly [number, number, number]

/** One coded colour to its coded colour in the standard range, both from 0 to 1. */
export function mapDown(coding: 'pq' | 'hlg', colour: Colour): Colour {
  const [red, green, blue] = coding === 'pq' ? eachOf(colour, pqLight) : hlgLight(colour)
  const light = (row: Colour): number => Math.max(0, (row[0] * red + row[1] * green + row[2] * blue) / DIFFUSE_WHITE) * WHITE
  const linear: Colour = [light(TO_BT709[0]), light(TO_BT709[1]), light(TO_BT709[2])]
  const brightness = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
  const scale = brightness > 0 ? rollOff(brightness) / brightness : 0
  return eachOf(linear, (value) => Math.min(1, value * scale) ** (1 / 2.4))
}

function rollOff(brightness: number): number {
  if (brightness <= KNEE) return brightness
  const room = 1 - KNEE
  return KNEE + room * Math.tanh((brightness - KNEE) / room)
}

/** BT.2100 table 4: the EOTF of PQ, in candela per square metre. */
function pqLight(code: number): number {
  const root = code ** (1 / 78.84375)
  return 10_000 * (Math.max(root - 0.8359375, 0) / (18.8515625 - 18.6875 * root)) ** (1 / 0.1593017578125)
}

/** BT.2100 table 5: the inverse OETF of HLG, then the OOTF of the reference display (gamma 1.2). */
function hlgLight(colour: Colour): Colour {
  const scene = eachOf(colour, (code) => (code <= 0.5 ? code ** 2 / 3 : (Math.exp((code - 0.55991073) / 0.17883277) + 0.28466892) / 12))
  const brightness = 0.2627 * scene[0] + 0.678 * scene[1] + 0.0593 * scene[2]
  return eachOf(scene, (value) => HLG_PEAK * brightness ** 0.2 * value)
}

function eachOf(colour: Colour, map: (value: number) => number): Colour {
  return [map(colour[0]), map(colour[1]), map(colour[2])]
}
