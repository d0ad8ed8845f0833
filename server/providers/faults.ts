import type { Issue } from 'shared/wire'

type Value = string | number | boolean

/** A fault where what was asked for is none of what there is. */
export function oneOf(path: string, asked: Value, allowed: readonly Value[]): readonly Issue[] {
  return unless(allowed.includes(asked), { path, message: `${String(asked)} is not available; these are`, allowed: [...allowed] })
}

/** A fault unless all is well. */
export function unless(fine: boolean, issue: Issue): readonly Issue[] {
  return fine ? [] : [issue]
}
