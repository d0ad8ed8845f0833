import { Pause, Play } from 'lucide-react'
import { type RefObject, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Segment } from 'shared/wire'
import { IconButton, Slider, useReducedMotion } from '../../ui/index.ts'
import { Picture } from '../picture.tsx'
import { chosenTake } from '../story-facts.ts'
import { useMedia, useSegmentPicture, useTakeFiles } from '../use-reel.ts'
import { JOIN_ALONE, joinClock, joinLook, type SideLook } from './join-looks.ts'

export interface JoinPreviewProps {
  readonly before: Segment
  readonly after: Segment
  readonly kind: string
  readonly seconds: number
  readonly shape: string
}

const STEPS = 100

/** A join played over and over on both neighbours, or looked at step by step. */
export function JoinPreview({ before, after, kind, seconds, shape }: JoinPreviewProps) {
  const { t } = useTranslation()
  const reduced = useReducedMotion()
  const [wish, setWish] = useState<boolean | null>(null)
  const [at, setAt] = useState(0.5)
  const playing = wish ?? !reduced
  const [beforeClip, setBeforeClip] = useState<SideClip | null>(null)
  const [afterClip, setAfterClip] = useState<SideClip | null>(null)
  const beforeBox = useRef<HTMLDivElement>(null)
  const afterBox = useRef<HTMLDivElement>(null)
  const boxes = useMemo<Boxes>(() => ({ before: beforeBox, after: afterBox }), [])
  const clips = useMemo<Clips>(() => ({ before: beforeClip, after: afterClip }), [beforeClip, afterClip])
  const join = useMemo<Join>(() => ({ kind, seconds }), [kind, seconds])
  useShown(boxes, clips, join, at, !playing)
  usePlaying(boxes, clips, join, playing)
  const percent = Math.round(at * 100)
  return (
    <figure aria-label={t('boundary.preview')} className="flex flex-col gap-1.5">
      <div
        className="relative mx-auto max-h-64 overflow-hidden rounded-card border border-line bg-on-gradient"
        style={{ aspectRatio: shape.replace(':', ' / '), inlineSize: `min(100%, calc(16rem * ${ratioOf(shape)}))` }}
      >
        <div ref={beforeBox} data-side="before" className="absolute inset-0">
          <Side segment={before} at="end" onClip={setBeforeClip} />
        </div>
        <div ref={afterBox} data-side="after" className="absolute inset-0">
          <Side segment={after} at="start" onClip={setAfterClip} />
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

/** A clip that is loaded, and the seconds of it that the segment shows. */
interface SideClip {
  readonly element: HTMLVideoElement
  readonly from: number
  readonly until: number
}

/** Null where the segment has no clip, or none that is loaded. */
type Clips = Readonly<Record<'before' | 'after', SideClip | null>>
type Boxes = Readonly<Record<'before' | 'after', RefObject<HTMLDivElement | null>>>

interface Join {
  readonly kind: string
  readonly seconds: number
}

function draw(boxes: Boxes, kind: string, t: number): void {
  const look = joinLook(kind, t)
  dress(boxes.before.current, look.before)
  dress(boxes.after.current, look.after)
}

function dress(element: HTMLElement | null, look: SideLook): void {
  if (element === null) return
  element.style.opacity = String(look.opacity)
  element.style.transform = look.transform
  element.style.clipPath = look.clipPath
  element.style.filter = look.filter
}

/** Shows one place of the join: both clips at the frames that meet there. */
function useShown(boxes: Boxes, clips: Clips, { kind, seconds }: Join, at: number, still: boolean): void {
  useEffect(() => {
    if (!still) return
    draw(boxes, kind, at)
    cue(clips.before, fromEnd(clips.before, seconds * (1 - at)), false)
    cue(clips.after, fromStart(clips.after, seconds * at), false)
  }, [boxes, clips, kind, seconds, at, still])
}

/** Plays the join over and over, with the ends of both clips running as they do in the film. */
function usePlaying(boxes: Boxes, clips: Clips, { kind, seconds }: Join, playing: boolean): void {
  useEffect(() => {
    if (!playing) return undefined
    const { before, after } = clips
    const start = performance.now()
    let frame = 0
    let shown = { round: -1, runs: false }
    const step = (now: number): void => {
      const { round, time, share } = joinClock((now - start) / 1000, seconds)
      const runs = time >= JOIN_ALONE
      draw(boxes, kind, share)
      if (round !== shown.round) {
        cue(before, fromEnd(before, JOIN_ALONE + seconds), true)
        cue(after, fromStart(after, 0), runs)
      } else if (runs && !shown.runs) cue(after, fromStart(after, 0), true)
      shown = { round, runs }
      frame = requestAnimationFrame(step)
    }
    frame = requestAnimationFrame(step)
    return () => {
      cancelAnimationFrame(frame)
      before?.element.pause()
      after?.element.pause()
    }
  }, [boxes, clips, kind, seconds, playing])
}

/** The very end is past the last frame. */
const LAST_FRAME = 0.05

function fromEnd(clip: SideClip | null, seconds: number): number {
  return clip === null ? 0 : Math.max(clip.from, clip.until - Math.max(LAST_FRAME, seconds))
}

function fromStart(clip: SideClip | null, seconds: number): number {
  return clip === null ? 0 : Math.min(clip.until - LAST_FRAME, clip.from + seconds)
}

function cue(clip: SideClip | null, at: number, running: boolean): void {
  if (clip === null) return
  const { element } = clip
  // A place that is shown already is not sought again, which would blink.
  if (Math.abs(element.currentTime - at) > 0.01) element.currentTime = at
  // A refusal to play leaves the frame in sight.
  if (running) element.play().catch(() => undefined)
  else element.pause()
}

interface SideProps {
  readonly segment: Segment
  /** Which end of it is shown. */
  readonly at: 'start' | 'end'
  /** Told of the clip once it is loaded, and of null when it goes. */
  readonly onClip: (clip: SideClip | null) => void
}

/** The end of a segment or its beginning: of its clip, else its picture. */
function Side({ segment, at, onClip }: SideProps) {
  const take = chosenTake(segment)
  const { video } = useTakeFiles(take)
  const src = useMedia(video)
  const picture = useSegmentPicture(segment)
  const shown = at === 'end' ? (segment.endFrame ?? picture) : picture
  if (src === null) return <Picture asset={shown} alt="" className="size-full" />
  const from = take?.in ?? 0
  return <SideVideo key={src} src={src} from={from} until={Math.min(take?.out ?? Infinity, from + segment.duration)} onClip={onClip} />
}

interface SideVideoProps extends Pick<SideProps, 'onClip'>, Pick<SideClip, 'from' | 'until'> {
  readonly src: string
}

function SideVideo({ src, from, until, onClip }: SideVideoProps) {
  useEffect(() => () => onClip(null), [onClip])
  return (
    <video
      src={src}
      muted
      playsInline
      preload="auto"
      aria-hidden
      className="size-full object-cover"
      onLoadedMetadata={({ currentTarget: element }) => onClip({ element, from, until: Math.min(until, element.duration) })}
    />
  )
}
