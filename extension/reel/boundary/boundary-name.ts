import type { TFunction } from 'i18next'
import { BOUNDARY_KINDS } from '../limits.ts'

/** What a way into the next segment is called; one of xfade's own goes by its name there. */
export function boundaryName(t: TFunction, kind: string): string {
  const known = BOUNDARY_KINDS.find((each) => each === kind)
  return known === undefined ? kind : t(`boundary.kinds.${known}`)
}
