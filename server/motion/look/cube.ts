import type { Grade } from './colour.ts'

/** Samples along one side of the cube; between them ffmpeg interpolates. */
export const CUBE_SIZE = 33

/** A grade as the text of a `.cube` file (Adobe, "Cube LUT Specification 1.0"): red changes fastest. */
export function cubeText(grade: Grade, size = CUBE_SIZE): string {
  const lines = [`LUT_3D_SIZE ${size}`]
  const level = (index: number): number => index / (size - 1)
  for (let blue = 0; blue < size; blue++)
    for (let green = 0; green < size; green++)
      for (let red = 0; red < size; red++) {
        const graded = grade([level(red), level(green), level(blue)])
        lines.push(graded.map((channel) => channel.toFixed(5)).join(' '))
      }
  return `${lines.join('\n')}\n`
}
