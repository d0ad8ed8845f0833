import { Dices } from 'lucide-react'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { classes, Disclosure, Field, IconButton, INPUT_LOOK, Segmented, Switch } from '../ui/index.ts'
import { AUDIOS, type ComposerForm, rollSeed, typedSeed } from './form.ts'
import { FRAME_RATES, RESOLUTIONS } from './limits.ts'
import type { Reach } from './maker/reach.ts'

export interface MoreSettingsProps {
  readonly form: ComposerForm
  /** A clip that is restyled keeps its size. */
  readonly restyles: boolean
  readonly hasPicture: boolean
  readonly reach: Reach
  readonly onChange: (part: Partial<ComposerForm>) => void
}

/** What most clips leave as it is. Its line says how it stands while it is closed. */
export function MoreSettings({ form, restyles, hasPicture, reach, onChange }: MoreSettingsProps) {
  const { t } = useTranslation()
  const cinematic = form.style === 'cinematic'
  const now = { resolution: form.resolution, frameRate: form.frameRate }
  return (
    <Disclosure title={t('composer.more')} now={restyles ? t('composer.moreRate', now) : t('composer.moreNow', now)}>
      {restyles ? null : (
        <Field title={t('composer.resolution')}>
          <Segmented
            label={t('composer.resolution')}
            value={form.resolution}
            options={RESOLUTIONS.map((value) => ({ value, label: value }))}
            onChange={(resolution) => onChange({ resolution })}
          />
        </Field>
      )}
      <Field title={t('composer.frameRate')}>
        <Segmented
          label={t('composer.frameRate')}
          value={`${form.frameRate}`}
          options={FRAME_RATES.map((rate) => ({ value: `${rate}` as const, label: `${rate}` }))}
          onChange={(chosen) => onChange({ frameRate: FRAME_RATES.find((rate) => `${rate}` === chosen) ?? form.frameRate })}
        />
      </Field>
      {hasPicture && reach.options.has('parallax') ? (
        <Switch
          label={t('look.parallax')}
          hint={t('look.parallaxHint')}
          checked={form.parallax}
          onChange={(parallax) => onChange({ parallax })}
        />
      ) : null}
      {reach.options.has('bars') ? (
        <Switch
          label={t('look.bars')}
          hint={cinematic ? t('look.barsHint') : t('look.barsNeedCinematic')}
          checked={cinematic && form.bars}
          disabled={!cinematic}
          onChange={(bars) => onChange({ bars })}
        />
      ) : null}
      {reach.audio && !restyles ? (
        <Field title={t('ask.audio')} hint={t('ask.audioHint')}>
          <Segmented
            label={t('ask.audio')}
            value={form.audio}
            options={AUDIOS.map((value) => ({ value, label: t(`ask.audios.${value}`) }))}
            onChange={(audio) => onChange({ audio })}
          />
        </Field>
      ) : null}
      {reach.negativePrompt && !restyles ? (
        <NegativePrompt value={form.negativePrompt} onChange={(negativePrompt) => onChange({ negativePrompt })} />
      ) : null}
      <SeedField seed={form.seed} onChange={(seed) => onChange({ seed })} />
    </Disclosure>
  )
}

function NegativePrompt({ value, onChange }: { readonly value: string; readonly onChange: (value: string) => void }) {
  const { t } = useTranslation()
  const id = useId()
  return (
    <Field title={t('ask.negative')} htmlFor={id} hint={t('ask.negativeSome')}>
      <textarea
        id={id}
        value={value}
        rows={2}
        placeholder={t('ask.negativePlaceholder')}
        onChange={(event) => onChange(event.target.value)}
        className={classes(INPUT_LOOK, 'field-sizing-content max-h-32 resize-none')}
      />
    </Field>
  )
}

function SeedField({ seed, onChange }: { readonly seed: string; readonly onChange: (seed: string) => void }) {
  const { t } = useTranslation()
  const id = useId()
  const wrong = Number.isNaN(typedSeed(seed) ?? 0)
  return (
    <Field title={t('composer.seed')} htmlFor={id}>
      <div className="flex gap-2">
        <input
          id={id}
          inputMode="numeric"
          autoComplete="off"
          value={seed}
          placeholder={t('composer.seedPlaceholder')}
          aria-invalid={wrong}
          aria-describedby={`${id}-hint`}
          onChange={(event) => onChange(event.target.value)}
          className={classes(INPUT_LOOK, 'tabular-nums')}
        />
        <IconButton
          look="secondary"
          label={t('composer.seedRandom')}
          icon={<Dices aria-hidden className="size-4" />}
          onClick={() => onChange(String(rollSeed()))}
        />
      </div>
      <p id={`${id}-hint`} className={classes('text-xs', wrong ? 'text-danger' : 'text-muted')}>
        {wrong ? t('composer.seedInvalid') : t('composer.seedHint')}
      </p>
    </Field>
  )
}
