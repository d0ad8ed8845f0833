/** Small arithmetic that every move needs. */

export function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value))
}

export function radians(degrees: number): number {
  return (degrees * Math.PI) / 180
}
