import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Captions } from 'shared/wire'
import { ChoiceCards, classes, Field, formatClock, Segmented } from '../../ui/index.ts'
import { CAPTION_MODES, CAPTION_PLACES, CAPTION_SOURCES, CAPTION_STYLES } from '../limits.ts'
import { Select } from '../select.tsx'
import { useEditor } from '../use-editor.ts'
import { cuesOf } from './lane-cues.ts'
import { StyleArt } from './style-art.tsx'

/** The captions: whether and how they are shown, where their words come from, and when each is read. */
export function CaptionLane() {
  const { t } = useTranslation()
  const { story, patch } = useEditor()
  const { mode, source, style, place } = story.captions
  const keep = (captions: Partial<Captions>): void => patch({ captions })
  return (
    <section aria-label={t('reel.part.captions')} className="flex min-w-0 flex-col gap-3.5">
      <Field title={t('captions.mode')} hint={t(`captions.modeHints.${mode}`)}>
        <Segmented
          label={t('captions.mode')}
          value={mode}
          options={CAPTION_MODES.map((value) => ({ value, label: t(`captions.modes.${value}`) }))}
          onChange={(value) => keep({ mode: value })}
        />
      </Field>
      {mode === 'off' ? null : (
        <>
          <Field title={t('captions.source')}>
            <Select
              label={t('captions.source')}
              value={source}
              options={CAPTION_SOURCES.map((value) => ({ value, label: t(`captions.sources.${value}`) }))}
              onChange={(value) => keep({ source: value })}
            />
          </Field>
          {mode === 'soft' ? null : (
            <>
              <Field title={t('captions.style')}>
                <ChoiceCards
                  label={t('captions.style')}
                  value={style}
                  className="grid-cols-3"
                  options={CAPTION_STYLES.map((value) => ({
                    value,
                    label: t(`captions.styles.${value}`),
                    art: <StyleArt style={value} words={t('captions.sample')} />,
                  }))}
                  onChange={(value) => keep({ style: value })}
                />
              </Field>
              <Field title={t('captions.place')}>
                <Segmented
                  label={t('captions.place')}
                  value={place}
                  options={CAPTION_PLACES.map((value) => ({ value, label: t(`captions.places.${value}`) }))}
                  onChange={(value) => keep({ place: value })}
                />
              </Field>
            </>
          )}
          <Cues />
        </>
      )}
    </section>
  )
}

/** The cues on the film's time line, above the segments that they belong to; a press goes to the segment. */
function Cues() {
  const { t } = useTranslation()
  const { story, select } = useEditor()
  const cues = useMemo(() => cuesOf(story, story.captions.style), [story])
  if (cues.length === 0) return <p className="text-xs text-muted">{t('captions.nothing')}</p>
  const share = (seconds: number): string => `${((seconds / story.duration) * 100).toFixed(3)}%`
  return (
    <Field title={t('captions.lane')} aside={formatClock(story.duration)} hint={t('captions.laneHint')}>
      <div className="overflow-x-auto rounded-control border border-line bg-sunken">
        <div className="relative h-16 min-w-160">
          {story.segments.map(({ id, index, startTime, endTime }) => (
            <span
              key={id}
              aria-hidden
              className={classes('absolute inset-bs-0 h-3 truncate px-1 text-[9px] text-muted tabular-nums', index % 2 === 0 && 'bg-line')}
              style={{ insetInlineStart: share(startTime), inlineSize: share(endTime - startTime) }}
            >
              {index + 1}
            </span>
          ))}
          <ol aria-label={t('captions.lane')}>
            {cues.map((cue) => {
              const index = story.segments.findLastIndex(({ startTime }) => startTime <= cue.start + 1e-6)
              return (
                <li
                  key={cue.start}
                  className="absolute inset-bs-4 inset-be-1"
                  style={{ insetInlineStart: share(cue.start), inlineSize: share(cue.end - cue.start) }}
                >
                  <button
                    type="button"
                    title={cue.text}
                    onClick={() => select({ kind: 'segment', index })}
                    className="size-full overflow-hidden rounded-md border border-line bg-raised px-1 text-start text-[10px] leading-tight text-ink transition hover:border-accent focus-visible:-outline-offset-2"
                  >
                    {cue.text}
                  </button>
                </li>
              )
            })}
          </ol>
        </div>
      </div>
    </Field>
  )
}
