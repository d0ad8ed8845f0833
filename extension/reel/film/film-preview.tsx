import { Pause, Play, SkipBack, SkipForward } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Segment } from 'shared/wire'
import { classes, Dialog, formatClock, IconButton, useReducedMotion } from '../../ui/index.ts'
import { Picture } from '../picture.tsx'
import { chosenTake } from '../story-facts.ts'
import { useEditor } from '../use-editor.ts'
import { useMedia, useSegmentPicture, useTakeFiles } from '../use-reel.ts'

/** The segments played one after the other before they are joined: clips where there are any, their pictures where there are none yet. */
export function FilmPreview({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const { story } = useEditor()
  const reduced = useReducedMotion()
  const [index, setIndex] = useState(0)
  const [playing, setPlaying] = useState(!reduced)
  const [restarts, setRestarts] = useState(0)
  const last = story.segments.length - 1
  const at = Math.min(index, last)
  const goTo = (next: number): void => {
    setIndex(Math.max(0, Math.min(last, next)))
    setRestarts((before) => before + 1)
  }
  const onEnd = (): void => {
    if (at < last) return setIndex(at + 1)
    setPlaying(false)
    setIndex(0)
  }
  const segment = story.segments[at]
  const next = story.segments[at + 1]
  const shape = story.settings.aspectRatio.replace(':', ' / ')
  return (
    <Dialog open onClose={onClose} title={t('preview.title')} description={t('preview.text')} quiet>
      <div className="flex flex-col gap-2">
        <div className="relative mx-auto max-h-[60dvb] w-full overflow-hidden rounded-card bg-on-gradient" style={{ aspectRatio: shape }}>
          {segment === undefined ? null : <Shown key={`${segment.id} ${restarts}`} segment={segment} playing={playing} onEnd={onEnd} />}
          {segment === undefined || segment.narration === '' ? null : (
            <p className="absolute inset-x-3 inset-be-3 rounded-lg bg-scrim px-2 py-1 text-center text-xs text-on-media">
              {segment.narration}
            </p>
          )}
        </div>
        {next === undefined ? null : <Ahead segment={next} />}
        <ol aria-label={t('strip.label')} className="flex gap-1">
          {story.segments.map(({ id, duration }, place) => (
            <li key={id} style={{ flexGrow: duration }}>
              <button
                type="button"
                aria-label={t('preview.goTo', { position: place + 1 })}
                aria-current={place === at}
                onClick={() => goTo(place)}
                className={classes(
                  'block h-2.5 w-full rounded-full transition',
                  place === at ? 'brand' : place < at ? 'bg-control' : 'bg-line',
                )}
              />
            </li>
          ))}
        </ol>
        <div className="flex items-center justify-center gap-2">
          <IconButton
            label={t('preview.before')}
            disabled={at === 0}
            icon={<SkipBack aria-hidden className="size-4 rtl:rotate-180" />}
            onClick={() => goTo(at - 1)}
          />
          <IconButton
            look="secondary"
            label={playing ? t('player.pause') : t('player.play')}
            icon={playing ? <Pause aria-hidden className="size-4" /> : <Play aria-hidden className="size-4" />}
            onClick={() => setPlaying(!playing)}
          />
          <IconButton
            label={t('preview.next')}
            disabled={at === last}
            icon={<SkipForward aria-hidden className="size-4 rtl:rotate-180" />}
            onClick={() => goTo(at + 1)}
          />
          <span className="text-[11px] text-muted tabular-nums">
            {t('preview.position', { position: at + 1, total: last + 1, length: formatClock(story.duration) })}
          </span>
        </div>
      </div>
    </Dialog>
  )
}

interface ShownProps {
  readonly segment: Segment
  readonly playing: boolean
  readonly onEnd: () => void
}

function Shown({ segment, playing, onEnd }: ShownProps) {
  const take = chosenTake(segment)
  const { video } = useTakeFiles(take)
  const src = useMedia(video)
  const picture = useSegmentPicture(segment)
  const element = useRef<HTMLVideoElement>(null)
  useEffect(() => {
    const shown = element.current
    if (shown === null || src === null) return
    // A refusal to play (nothing loaded yet, torn down meanwhile) leaves the first frame in sight.
    if (playing) shown.play().catch(() => undefined)
    else shown.pause()
  }, [playing, src])
  useStill(take === null, segment.duration, playing, onEnd)
  if (src === null) return <Picture asset={picture} alt={segment.prompt} className="size-full" />
  const from = take?.in ?? 0
  const until = Math.min(take?.out ?? Infinity, from + segment.duration)
  return (
    // oxlint-disable-next-line jsx-a11y/media-has-caption -- what is said is shown below the picture
    <video
      ref={element}
      src={src}
      playsInline
      preload="auto"
      aria-label={segment.prompt}
      className="size-full object-cover"
      onLoadedMetadata={({ currentTarget }) => {
        if (from > 0) currentTarget.currentTime = from
      }}
      onTimeUpdate={({ currentTarget }) => {
        if (currentTarget.currentTime >= until) onEnd()
      }}
      onEnded={onEnd}
    />
  )
}

/** A segment without a clip is shown for as long as its clip will be. */
function useStill(still: boolean, seconds: number, playing: boolean, onEnd: () => void): void {
  const latest = useRef(onEnd)
  useEffect(() => {
    latest.current = onEnd
  })
  useEffect(() => {
    if (!still || !playing) return undefined
    const timer = setTimeout(() => latest.current(), seconds * 1000)
    return () => clearTimeout(timer)
  }, [still, seconds, playing])
}

/** Loads the next clip, so that it follows without a pause. */
function Ahead({ segment }: { readonly segment: Segment }) {
  const { video } = useTakeFiles(chosenTake(segment))
  const src = useMedia(video)
  return src === null ? null : <video src={src} preload="auto" muted hidden aria-hidden />
}
