import { useTranslation } from 'react-i18next'
import { overlaps } from 'shared/story'
import type { Segment } from 'shared/wire'
import { Chips, Field, formatNumber, Notice, Slider } from '../../ui/index.ts'
import { BOUNDARY_KINDS, TRANSITION_SECONDS } from '../limits.ts'
import { useEditor } from '../use-editor.ts'
import { useSettled } from '../use-settled.ts'
import { boundaryName } from './boundary-name.ts'
import { isDrawn } from './join-looks.ts'
import { JoinPreview } from './join-preview.tsx'

export interface BoundaryInspectorProps {
  readonly before: Segment
  readonly after: Segment
}

/** How one segment goes over into the next: cut, without a seam, or by a transition of some length, shown as it will be. */
export function BoundaryInspector({ before, after }: BoundaryInspectorProps) {
  const { t, i18n } = useTranslation()
  const { story, change } = useEditor()
  const { kind, seconds } = before.boundary
  const length = useSettled(seconds, (value) => change(before, { boundary: { kind, seconds: value } }))
  const name = t('boundary.between', { position: before.index + 1, next: after.index + 1 })
  const text = t('common.seconds', { value: formatNumber(length.value, i18n.language) })
  const kinds = BOUNDARY_KINDS.some((each) => each === kind) ? BOUNDARY_KINDS : [...BOUNDARY_KINDS, kind]
  return (
    <section aria-label={name} className="flex min-w-0 flex-col gap-3.5">
      <h2 className="text-sm font-semibold text-ink">{name}</h2>
      <JoinPreview
        key={`${before.id} ${after.id}`}
        before={before}
        after={after}
        kind={kind}
        seconds={overlaps(kind) ? length.value : 0}
        shape={story.settings.aspectRatio}
      />
      {isDrawn(kind) ? null : <Notice>{t('boundary.notDrawn', { kind })}</Notice>}
      <Field title={t('boundary.kind')}>
        <Chips
          label={t('boundary.kind')}
          value={kind}
          options={kinds.map((value) => ({ value, label: boundaryName(t, value) }))}
          onChange={(next) =>
            change(before, {
              boundary: { kind: next, seconds: overlaps(next) ? (seconds > 0 ? seconds : TRANSITION_SECONDS.default) : 0 },
            })
          }
        />
      </Field>
      {kind === 'continuous' ? <p className="text-xs text-muted">{t('boundary.continuousHint')}</p> : null}
      {overlaps(kind) ? (
        <Field title={t('boundary.length')} aside={text}>
          <Slider
            label={t('boundary.length')}
            value={length.value}
            minimum={TRANSITION_SECONDS.minimum}
            maximum={TRANSITION_SECONDS.maximum}
            step={TRANSITION_SECONDS.step}
            valueText={text}
            onChange={length.onChange}
            onCommit={length.onCommit}
          />
        </Field>
      ) : null}
    </section>
  )
}
