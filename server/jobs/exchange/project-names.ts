import { extensionOf } from '../../media/index.ts'
import { placesOf, type Story } from '../../storyboards/index.ts'
import type { Voices } from '../reel/film-sound.ts'

/** An asset that a story is made of, with what it is called in an archive. */
interface NamedAsset {
  readonly id: string
  /** Without its extension, such as `segments-01-take-02`. */
  readonly name: string
}

/** Every asset of a story in a fixed order, each once, named by the first place that shows it. */
export function nameAssets(story: Story, { narrations, music, recording }: Voices): readonly NamedAsset[] {
  const places = placesOf(documentOf(story)).map(({ path, id }) => ({ id, name: plain(path.split('.')) }))
  const made = story.segments.flatMap(({ index, takes, foundStartFrame, foundEndFrame }) => [
    ...takes.map(({ assetId }, place) => ({ id: assetId, name: plain(['segments', String(index), 'take', String(place)]) })),
    { id: foundStartFrame, name: plain(['segments', String(index), 'first-frame']) },
    { id: foundEndFrame, name: plain(['segments', String(index), 'last-frame']) },
  ])
  const spoken = narrations.map(({ segment, assetId }) => ({
    id: assetId,
    name: plain(['segments', String(segment.index), 'voice']),
  }))
  const heard = [...spoken, { id: music, name: 'soundtrack-music' }, { id: recording, name: 'soundtrack-voice' }]
  const all = new Map<string, string>()
  for (const { id, name } of [...places, ...made, ...heard]) if (id !== null && !all.has(id)) all.set(id, name)
  return [...all].map(([id, name]) => ({ id, name }))
}

/** The path of an asset in an archive. */
export function mediaPath(name: string, mime: string): string {
  return `media/${name}.${extensionOf(mime)}`
}

/** `segments.0.startFrame` as `segments-01-start-frame`: people count from 1, and two digits keep files in their order. */
function plain(path: readonly string[]): string {
  const parts = path.map((part) => (/^\d+$/.test(part) ? String(Number(part) + 1).padStart(2, '0') : part))
  return parts.join('-').replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

function documentOf({ title, settings, segments, cast, soundtrack, captions, overlays, brand }: Story) {
  return { title, settings, segments: [...segments], cast, soundtrack, captions, overlays, brand }
}
