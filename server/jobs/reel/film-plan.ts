import { frameSize } from 'shared/camera'
import { join } from 'node:path'
import type { FilmLayer, StitchClip, StitchPlan } from '../../media/index.ts'
import type { Story, StoryPart as Segment } from '../../storyboards/index.ts'
import { pathOf } from './local-files.ts'
import type { ReelRooms } from './rooms.ts'

/** The clips of a story in their order, as they are joined. A segment without a clip has its time and no path, for joins between others. */
export function filmPlan(
  { joinsDirectory = null }: Pick<ReelRooms, 'joinsDirectory'>,
  story: Story,
  film: {
    readonly paths: ReadonlyMap<string, string>
    readonly output: string
    readonly layers: readonly FilmLayer[]
    readonly soundtrack: StitchPlan['soundtrack']
    readonly subtitles: StitchPlan['subtitles']
  },
): StitchPlan {
  const { settings } = story
  const { paths, ...rest } = film
  return {
    ...rest,
    frameRate: settings.frameRate,
    ...frameSize(settings.aspectRatio, settings.resolution),
    clips: story.segments.map((segment) => clipOf(segment, paths, segment.index === story.segments.length - 1)),
    joins: joinsDirectory === null ? null : { directory: join(joinsDirectory, story.id) },
  }
}

function clipOf({ chosen, length, audio, boundary, place }: Segment, paths: ReadonlyMap<string, string>, isLast: boolean): StitchClip {
  const from = chosen?.in ?? 0
  const assetId = chosen?.assetId ?? null
  return {
    path: assetId === null ? '' : pathOf(paths, assetId),
    duration: chosen?.seconds ?? from + length,
    in: from,
    out: from + length,
    sound: audio,
    next: isLast ? null : { kind: boundary.kind, seconds: place.overlap },
  }
}

/** The clips that a story shows. */
export function clipAssets({ segments }: Story): readonly string[] {
  return segments.flatMap(({ chosen }) => (chosen?.assetId === undefined || chosen.assetId === null ? [] : [chosen.assetId]))
}
