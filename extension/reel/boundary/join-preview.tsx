import { Pause, Play } from 'lucide-react'
import { type RefObject, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Segment } from 'shared/wire'
import { IconButton, Slider, useReducedMotion } from '../../ui/index.ts'
import { Picture } from '../picture.tsx'
import { chosenTake } from '../story-facts.ts'
import { useMedia, useSegmentPicture, useTakeFiles } from '../use-reel.ts'
import { joinLook, type SideLook } from './join-looks.ts'

export interface JoinPreviewProps {
  readonly before: Segment
  readonly after: Segment
  readonly kind: string
  readonly seconds: number
  readonly shape: string
}

/** Seconds that each side is shown alone before the join begins again. */
const ALONE = 0.8
const STEPS = 100

/** A join played over and over on both neighbours, or looked at step by step. */
export function JoinPreview({ before, after, kind, seconds, shape }: JoinPreviewProps) {
  const { t } = useTranslation()
  const reduced = useReducedMotion()
  const [wish, setWish] = useState<boolean | null>(null)
  const [at, setAt] = useState(0.5)
  const playing = wish ?? !reduced
  const beforeSide = useRef<HTMLDivElement>(null)
  const afterSide = useRef<HTMLDivElement>(null)
  useShown(beforeSide, afterSide, kind, at, !playing)
  usePlaying(beforeSide, afterSide, kind, seconds, playing)
  const percent = Math.round(at * 100)
  return (
    <figure aria-label={t('boundary.preview')} className="flex flex-col gap-1.5">
      <div
        className="relative mx-auto max-h-64 overflow-hidden rounded-card border border-line bg-on-gradient"
        style={{ aspectRatio: shape.replace(':', ' / '), inlineSize: `min(100%, calc(16rem * ${ratioOf(shape)}))` }}
      >
        <div ref={beforeSide} data-side="before" className="absolute inset-0">
          <Side segment={before} at="end" />
        </div>
        <div ref={afterSide} data-side="after" className="absolute inset-0">
          <Side segment={after} at="start" />
        </div>
        <IconButton
          size="small"
          look="media"
          tooltip={false}
          className="absolute inset-e-2 inset-be-2 bg-scrim"
          label={playing ? t('motion.pause') : t('motion.play')}
          icon={playing ? <Pause aria-hidden className="size-4" /> : <Play aria-hidden className="size-4" />}
          onClick={() => setWish(!playing)}
        />
      </div>
      {playing ? null : (
        <Slider
          label={t('boundary.position')}
          value={percent}
          minimum={0}
          maximum={STEPS}
          step={1}
          valueText={t('common.percent', { value: percent })}
          onChange={(value) => setAt(value / STEPS)}
        />
      )}
    </figure>
  )
}

function ratioOf(shape: string): number {
  const [width = 1, height = 1] = shape.split(':').map(Number)
  return width / height
}

type SideRef = RefObject<HTMLDivElement | null>

function draw(before: SideRef, after: SideRef, kind: string, t: number): void {
  const look = joinLook(kind, t)
  dress(before.current, look.before)
  dress(after.current, look.after)
}

function dress(element: HTMLElement | null, look: SideLook): void {
  if (element === null) return
  element.style.opacity = String(look.opacity)
  element.style.transform = look.transform
  element.style.clipPath = look.clipPath
  element.style.filter = look.filter
}

function useShown(before: SideRef, after: SideRef, kind: string, at: number, still: boolean): void {
  useEffect(() => {
    if (still) draw(before, after, kind, at)
  })
}

function usePlaying(before: SideRef, after: SideRef, kind: string, seconds: number, playing: boolean): void {
  useEffect(() => {
    if (!playing) return undefined
    let frame = 0
    const length = ALONE * 2 + seconds
    const step = (now: number): void => {
      const time = (now / 1000) % length
      draw(before, after, kind, seconds === 0 ? Number(time >= ALONE) : (time - ALONE) / seconds)
      frame = requestAnimationFrame(step)
    }
    frame = requestAnimationFrame(step)
    return () => cancelAnimationFrame(frame)
  }, [before, after, kind, seconds, playing])
}

/** The last frame of a segment or its first: of its clip, else its picture. */
function Side({ segment, at }: { readonly segment: Segment; readonly at: 'start' | 'end' }) {
  const take = chosenTake(segment)
  const { video } = useTakeFiles(take)
  const src = useMedia(video)
  const picture = useSegmentPicture(segment)
  const shown = at === 'end' ? (segment.endFrame ?? picture) : picture
  if (src === null) return <Picture asset={shown} alt="" className="size-full" />
  return (
    <video
      src={src}
      muted
      playsInline
      preload="auto"
      aria-hidden
      className="size-full object-cover"
      onLoadedMetadata={({ currentTarget }) => {
        const end = Math.min(take?.out ?? Infinity, (take?.in ?? 0) + segment.duration, currentTarget.duration)
        // The very end is past the last frame.
        currentTarget.currentTime = at === 'start' ? (take?.in ?? 0) : Math.max(0, end - 0.05)
      }}
    />
  )
}
