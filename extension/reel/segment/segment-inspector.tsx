import { CopyPlus, Plus, RefreshCw, Trash2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Segment } from 'shared/wire'
import { Button, Disclosure, Field, formatNumber, IconButton, Segmented, Slider, useToast } from '../../ui/index.ts'
import { SEGMENT_DURATION } from '../limits.ts'
import { standingOf } from '../story-facts.ts'
import { TextField } from '../text-field.tsx'
import { useEditor } from '../use-editor.ts'
import { useSettled } from '../use-settled.ts'
import { MakerSelect } from './maker-select.tsx'
import { MoveField } from './move-field.tsx'
import { PictureField } from './picture-field.tsx'
import { PromptField } from './prompt-field.tsx'
import { SegmentState } from './segment-state.tsx'
import { TakePicker } from './take-picker.tsx'
import { TitleField } from './title-field.tsx'
import { useIsTitle } from './use-is-title.ts'
import { useRemake } from './use-remake.tsx'

/** Everything about one segment: what happens, what is said, of what and by whom it is made, and what was made. */
export function SegmentInspector({ segment }: { readonly segment: Segment }) {
  const { t } = useTranslation()
  const { change } = useEditor()
  const drawn = useIsTitle(segment)
  const name = t('segment.label', { position: segment.index + 1 })
  return (
    <section aria-label={name} className="flex min-w-0 flex-col gap-3.5">
      <Head segment={segment} name={name} />
      <SegmentState segment={segment} />
      {drawn && <TitleField segment={segment} />}
      <PromptField segment={segment} drawn={drawn} />
      <TextField
        title={t('segment.narration')}
        value={segment.narration}
        rows={2}
        placeholder={t('segment.narrationPlaceholder')}
        limit="narration"
        onKeep={(narration) => change(segment, { narration })}
      />
      <PictureField
        title={t('segment.picture')}
        hint={t('segment.pictureHint')}
        asset={segment.image}
        onChange={(image) => change(segment, { image })}
      />
      <DurationField segment={segment} />
      <MoveField segment={segment} />
      <TakePicker segment={segment} />
      <Disclosure title={t('segment.more')} now={segment.provider ?? t('segment.asStory')}>
        <MakerSelect
          kind="clip"
          title={t('segment.maker')}
          inherited={t('segment.asStory')}
          provider={segment.provider}
          model={segment.model}
          onChange={(provider, model) => change(segment, { provider, model })}
        />
        <Field title={t('segment.audio')} hint={t('segment.audioHint')}>
          <Segmented
            label={t('segment.audio')}
            value={segment.audio}
            options={(['keep', 'mute'] as const).map((value) => ({ value, label: t(`segment.audios.${value}`) }))}
            onChange={(audio) => change(segment, { audio })}
          />
        </Field>
      </Disclosure>
    </section>
  )
}

function Head({ segment, name }: { readonly segment: Segment; readonly name: string }) {
  const { t } = useTranslation()
  const toast = useToast()
  const { story, edit, select } = useEditor()
  const remake = useRemake()
  const making = standingOf(segment) === 'making'
  return (
    <div className="flex items-center gap-1">
      <h2 className="min-w-0 grow truncate text-sm font-semibold text-ink">{name}</h2>
      <Button
        size="small"
        busy={remake.busy || making}
        disabled={remake.offline}
        icon={<RefreshCw aria-hidden className="size-3.5" />}
        onClick={() => void remake.run([segment])}
      >
        {segment.takes.length === 0 ? t('segment.generate') : t('segment.regenerate')}
      </Button>
      <IconButton
        size="small"
        label={t('segment.addAfter')}
        icon={<Plus aria-hidden className="size-4" />}
        onClick={() => {
          edit({ op: 'add', segment: { after: segment.id } })
          select({ kind: 'segment', index: segment.index + 1 })
        }}
      />
      <IconButton
        size="small"
        label={t('segment.duplicate')}
        icon={<CopyPlus aria-hidden className="size-4" />}
        onClick={() => {
          edit({ op: 'add', segment: { copyOf: segment.id, after: segment.id } })
          select({ kind: 'segment', index: segment.index + 1 })
        }}
      />
      <IconButton
        size="small"
        label={t('segment.remove')}
        disabled={story.segments.length === 1}
        icon={<Trash2 aria-hidden className="size-4" />}
        onClick={() => {
          edit({ op: 'drop', segmentId: segment.id })
          toast({ text: t('segment.removed'), action: { label: t('common.undo'), run: () => edit({ op: 'undo' }) } })
        }}
      />
    </div>
  )
}

function DurationField({ segment }: { readonly segment: Segment }) {
  const { t, i18n } = useTranslation()
  const { change } = useEditor()
  const slide = useSettled(segment.duration, (duration) => change(segment, { duration }))
  const text = t('common.seconds', { value: formatNumber(slide.value, i18n.language) })
  const { minimum, maximum, shown, step } = SEGMENT_DURATION
  return (
    <Field title={t('segment.duration')} aside={text}>
      <Slider
        label={t('segment.duration')}
        value={slide.value}
        minimum={minimum}
        maximum={Math.min(maximum, Math.max(shown, segment.duration))}
        step={step}
        valueText={text}
        onChange={slide.onChange}
        onCommit={slide.onCommit}
      />
    </Field>
  )
}
