import { type Outcome, refuse, succeed } from 'shared/wire'
import { newId } from '../../db/index.ts'
import type { StoryDocument } from '../document.ts'
import { hashInputs } from '../inputs.ts'
import { MUSIC_PLACE } from '../sounds.ts'
import type { StoredTake } from '../takes.ts'
import type { ArchivedSound, ArchivedStory } from './archived-story.ts'

type ArchivedSegment = ArchivedStory['segments'][string]

/** A story whose ids are new and whose assets are those of the user. */
export interface RenewedStory {
  readonly document: StoryDocument
  /** By the new ids of the segments. */
  readonly segments: ReadonlyMap<string, Omit<ArchivedSegment, 'takes'> & { readonly takes: readonly StoredTake[] }>
  readonly sounds: readonly ArchivedSound[]
}

/** Carries an asset that the archive lacks out of the renewal. */
class Missing extends Error {
  readonly id: string
  constructor(id: string) {
    super(id)
    this.id = id
  }
}

/** Gives an archived story new ids. What was fresh stays fresh, what was stale stays stale. `media_invalid` where it names a file that the archive lacks. */
export function withNewIds(story: ArchivedStory, assets: ReadonlyMap<string, string>): Outcome<RenewedStory> {
  try {
    return succeed(renew(story, assets))
  } catch (error) {
    if (!(error instanceof Missing)) throw error
    return refuse('media_invalid', 'The archive lacks a file that its storyboard shows.', { params: { reason: 'missing', file: error.id } })
  }
}

function renew({ document: old, segments, sounds }: ArchivedStory, assets: ReadonlyMap<string, string>): RenewedStory {
  const known = (id: string): string => {
    const found = assets.get(id)
    if (found === undefined) throw new Missing(id)
    return found
  }
  const asset = (id: string | null): string | null => (id === null ? null : known(id))
  const ids = new Map(old.segments.map(({ id }) => [id, newId('seg')]))
  const takes = new Map(Object.values(segments).flatMap((made) => made.takes.map(({ id }) => [id, newId('tak')])))
  const { music, voice } = old.soundtrack
  const document: StoryDocument = {
    ...old,
    segments: old.segments.map((segment) => ({
      ...segment,
      id: ids.get(segment.id) ?? newId('seg'),
      image: asset(segment.image),
      startFrame: asset(segment.startFrame),
      endFrame: asset(segment.endFrame),
      take: segment.take === null ? null : (takes.get(segment.take) ?? null),
    })),
    cast: old.cast.map((member) => ({ ...member, images: member.images.map(known) })),
    soundtrack: {
      ...old.soundtrack,
      music: music === null ? null : { ...music, asset: asset(music.asset) },
      voice: voice === null ? null : { ...voice, asset: asset(voice.asset) },
    },
    brand: { ...old.brand, logo: asset(old.brand.logo) },
    overlays: old.overlays.map((overlay) => (overlay.kind === 'logo' ? { ...overlay, image: asset(overlay.image) } : overlay)),
  }
  const renewTake = (index: number, take: StoredTake): StoredTake => ({
    ...take,
    id: takes.get(take.id) ?? newId('tak'),
    assetId: asset(take.assetId),
    basis: take.basis === null ? null : { ...take.basis, ...basisOf(index, take.basis) },
  })
  // The hash of what a take was made from names assets, whose ids are other ones now.
  const basisOf = (index: number, { inputs, follows }: NonNullable<StoredTake['basis']>) => {
    const [before, after] = [old.segments[index], document.segments[index]]
    const isFresh = before !== undefined && after !== undefined && hashInputs(old, before) === inputs
    return {
      inputs: isFresh ? hashInputs(document, after) : inputs,
      follows: follows === null ? null : (takes.get(follows) ?? follows),
    }
  }
  const made = old.segments.flatMap(({ id }, index) => {
    const [renamed, before] = [ids.get(id), segments[id]]
    if (renamed === undefined || before === undefined) return []
    const frames = { startFrame: asset(before.startFrame), endFrame: asset(before.endFrame) }
    return [[renamed, { ...before, ...frames, takes: before.takes.map((take) => renewTake(index, take)) }] as const]
  })
  const heard = sounds.flatMap((sound) => {
    const place = sound.place === MUSIC_PLACE ? MUSIC_PLACE : ids.get(sound.place)
    return place === undefined ? [] : [{ ...sound, place, assetId: known(sound.assetId) }]
  })
  return { document, segments: new Map(made), sounds: heard }
}
