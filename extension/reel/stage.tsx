import { lazy, Suspense, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { frameSize } from 'shared/camera'
import type { Asset, Segment, StorySettings } from 'shared/wire'
import { MotionPreview, type Shot, Skeleton, TitleBackdrop, TitleWords } from '../ui/index.ts'
import { useIsTitle } from './segment/use-is-title.ts'
import { chosenTake, picturesOf } from './story-facts.ts'
import { useEditor } from './use-editor.ts'
import { useAsset, useMedia, useTakeFiles } from './use-reel.ts'

const Player = lazy(async () => ({ default: (await import('../player/index.ts')).Player }))

/** The selected segment: its clip, or what it will be made of, moved as it will be. */
export function Stage() {
  const { story, selection } = useEditor()
  const segment = story.segments[selection.index]
  if (segment === undefined) return null
  return <SegmentStage key={segment.id} segment={segment} settings={story.settings} />
}

function SegmentStage({ segment, settings }: { readonly segment: Segment; readonly settings: StorySettings }) {
  const { video, poster } = useTakeFiles(chosenTake(segment))
  const { frame, imageId } = picturesOf(segment)
  const image = useAsset(imageId)
  if (video !== null) return <Clip segment={segment} video={video} poster={poster} />
  return <Plan segment={segment} settings={settings} picture={frame ?? image} />
}

function Clip({ segment, video, poster }: { readonly segment: Segment; readonly video: Asset; readonly poster: Asset | null }) {
  const { t } = useTranslation()
  const src = useMedia(video)
  const still = useMedia(poster)
  const { width = 16, height = 9, duration = segment.duration, frameRate = 30, hasAudio = false } = video
  const wait = <Skeleton className="h-64" />
  if (src === null) return wait
  return (
    <Suspense fallback={wait}>
      <Player
        src={src}
        poster={still}
        filmstrip={null}
        width={width}
        height={height}
        duration={duration}
        frameRate={frameRate}
        hasAudio={hasAudio}
        label={t('segment.label', { position: segment.index + 1 })}
      />
    </Suspense>
  )
}

/** The move of a segment that says nothing of its camera. */
const FIRST_MOVE = 'dolly_slow'

function Plan({
  segment,
  settings,
  picture,
}: {
  readonly segment: Segment
  readonly settings: StorySettings
  readonly picture: Asset | null
}) {
  const url = useMedia(picture)
  const isTitle = useIsTitle(segment)
  const words = isTitle ? (segment.titleText ?? segment.prompt) : segment.prompt
  const { width = 1, height = 1, focus, subject } = picture ?? {}
  const shot = useMemo<Shot>(
    () => ({
      picture: url === null ? null : { url, width, height, focus: focus ?? null, subject: subject ?? null },
      frame: frameSize(settings.aspectRatio, settings.resolution),
      fit: 'crop',
      move: segment.camera ?? FIRST_MOVE,
      intensity: 'medium',
      seed: settings.seed,
      duration: segment.duration,
      frameRate: settings.frameRate,
    }),
    [url, width, height, focus, subject, settings, segment.camera, segment.duration],
  )
  return (
    <MotionPreview shot={shot} {...(url === null ? { overlay: <TitleWords text={words} /> } : {})}>
      <TitleBackdrop />
    </MotionPreview>
  )
}
