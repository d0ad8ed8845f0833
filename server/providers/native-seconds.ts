import type { NativeModel, NativeSeconds } from './catalog.ts'
import type { Mode } from './port.ts'

/** The lengths that a model makes in a mode. */
export function secondsOf(native: NativeModel, mode: Mode): NativeSeconds {
  return native.secondsBy?.[mode] ?? native.seconds
}

/** The shortest clip that can be bought and is no shorter than `asked` seconds; null where all are. */
export function boughtSeconds(native: NativeModel, mode: Mode, asked: number): number | null {
  const seconds = secondsOf(native, mode)
  if (isList(seconds)) return seconds.filter((each) => each >= asked - 1e-6).toSorted((a, b) => a - b)[0] ?? null
  const { minimum, maximum, step } = seconds
  const bought = minimum + Math.max(0, Math.ceil((asked - minimum) / step - 1e-6)) * step
  return bought <= maximum + 1e-6 ? Math.round(bought * 1000) / 1000 : null
}

/** The longest clip that can be bought in any mode, in seconds. */
export function longest(native: NativeModel): number {
  const lengths = [native.seconds, ...Object.values(native.secondsBy ?? {})]
  return Math.max(...lengths.map(maximumOf))
}

export function maximumOf(seconds: NativeSeconds): number {
  return isList(seconds) ? Math.max(...seconds) : seconds.maximum
}

/** As the wire has it. */
export function rangeOf(seconds: NativeSeconds): number[] | { minimum: number; maximum: number; step: number } {
  return isList(seconds) ? [...seconds] : { ...seconds }
}

export function isList(seconds: NativeSeconds): seconds is readonly number[] {
  return Array.isArray(seconds)
}
