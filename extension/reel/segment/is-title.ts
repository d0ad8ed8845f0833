import type { Segment, StorySettings } from 'shared/wire'

/** What is looked at of whoever may make a segment. */
interface Maker {
  readonly id: string
  readonly status: string
  /** Only those reached over the network have `native`: what they can be asked for in their own terms. */
  readonly models: readonly { readonly kind: string; readonly capabilities: object }[]
}

/**
 * Whether a segment is an animated title: it begins with no picture and goes on from no clip, and nobody but the backend's own engine, which
 * draws its words, comes into question for it.
 * @param before the segment before it
 * @param makers null while nothing is known of them
 */
export function isTitle(
  { image, startFrame, provider }: Pick<Segment, 'image' | 'startFrame' | 'provider'>,
  before: Pick<Segment, 'boundary'> | undefined,
  settings: Pick<StorySettings, 'provider'>,
  makers: readonly Maker[] | null,
): boolean {
  if (image !== null || startFrame !== null || before?.boundary.kind === 'continuous') return false
  const named = provider ?? settings.provider
  const asked = (makers ?? []).filter(({ id, status }) => (named === null ? status !== 'unconfigured' : id === named))
  return asked.every(({ models }) => models.every(({ kind, capabilities }) => kind !== 'clip' || !('native' in capabilities)))
}
