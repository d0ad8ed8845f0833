/** What a segment is going to have and has not yet: the frame it begins with, the frame it ends with, or its clip. */
export interface Promised {
  readonly what: 'start' | 'end' | 'take'
  readonly segmentId: string
}

const PATTERN = /^promised:(start|end|take):(.+)$/

/** Stands for an asset in the request of a child until there is one. */
export function promise(what: Promised['what'], segmentId: string): string {
  return `promised:${what}:${segmentId}`
}

/** What an id of a request stands for; null where it is an asset. */
export function promisedBy(id: string): Promised | null {
  const [, what, segmentId] = PATTERN.exec(id) ?? []
  if (segmentId === undefined) return null
  return what === 'start' || what === 'end' || what === 'take' ? { what, segmentId } : null
}

/** Ids of a request that stand for what is not there yet, each once. */
export function promisesOf(ids: readonly (string | undefined)[]): readonly string[] {
  return [...new Set(ids.filter((id) => id !== undefined).filter((id) => promisedBy(id) !== null))]
}
