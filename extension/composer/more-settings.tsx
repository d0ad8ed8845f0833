import { ChevronDown, Dices } from 'lucide-react'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { classes, Field, IconButton, INPUT_LOOK, Segmented } from '../ui/index.ts'
import { type ComposerForm, rollSeed, typedSeed } from './form.ts'
import { FRAME_RATES, RESOLUTIONS } from './limits.ts'

export interface MoreSettingsProps {
  readonly form: ComposerForm
  readonly onChange: (part: Partial<ComposerForm>) => void
}

/** What most clips leave as it is: resolution, frame rate, seed. Its line says how they stand while it is closed. */
export function MoreSettings({ form, onChange }: MoreSettingsProps) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const id = useId()
  return (
    <div className="rounded-card border border-line">
      <button
        type="button"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
        className="flex min-h-10 w-full items-center gap-2 rounded-card px-3 text-xs font-semibold text-ink transition hover:bg-accent-soft"
      >
        {t('composer.more')}
        <span className="grow text-end font-normal text-muted tabular-nums">
          {t('composer.moreNow', { resolution: form.resolution, frameRate: form.frameRate })}
        </span>
        <ChevronDown aria-hidden className={classes('size-4 text-muted transition', open && 'rotate-180')} />
      </button>
      <div id={id} hidden={!open} className="flex flex-col gap-4 px-3 pbs-1 pbe-3">
        <Field title={t('composer.resolution')}>
          <Segmented
            label={t('composer.resolution')}
            value={form.resolution}
            options={RESOLUTIONS.map((value) => ({ value, label: value }))}
            onChange={(resolution) => onChange({ resolution })}
          />
        </Field>
        <Field title={t('composer.frameRate')}>
          <Segmented
            label={t('composer.frameRate')}
            value={`${form.frameRate}`}
            options={FRAME_RATES.map((rate) => ({ value: `${rate}` as const, label: `${rate}` }))}
            onChange={(chosen) => onChange({ frameRate: FRAME_RATES.find((rate) => `${rate}` === chosen) ?? form.frameRate })}
          />
        </Field>
        <SeedField seed={form.seed} onChange={(seed) => onChange({ seed })} />
      </div>
    </div>
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
