import { CreditCard, Image, Tag, Trash2, Type, type LucideIcon } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { StoryOverlay } from 'shared/wire'
import { Button, Field, formatNumber, IconButton, Slider } from '../../ui/index.ts'
import { OVERLAY_KINDS, OVERLAY_PLACES, type OverlayPlace } from '../limits.ts'
import { PictureField } from '../segment/picture-field.tsx'
import { Select } from '../select.tsx'
import { TextField } from '../text-field.tsx'
import { useEditor } from '../use-editor.ts'
import { useSettled } from '../use-settled.ts'
import { BrandKit } from './brand-kit.tsx'

const ICONS: Readonly<Record<StoryOverlay['kind'], LucideIcon>> = { text: Type, logo: Image, price: Tag, end_card: CreditCard }
/** Seconds that a new overlay is shown. */
const SHOWN = 3

/** What lies over the film, and what the brand looks like that it is drawn with. */
export function Overlays() {
  const { t } = useTranslation()
  const { story, patch } = useEditor()
  const keep = (overlays: readonly StoryOverlay[]): void => patch({ overlays: [...overlays] })
  return (
    <section aria-label={t('reel.part.overlays')} className="flex min-w-0 flex-col gap-3.5">
      <fieldset aria-label={t('overlaid.add')} className="grid grid-cols-2 gap-2">
        {OVERLAY_KINDS.map((kind) => {
          const Icon = ICONS[kind]
          return (
            <Button
              key={kind}
              size="small"
              icon={<Icon aria-hidden className="size-3.5" />}
              onClick={() => keep([...story.overlays, newOverlay(kind, story.duration, t('overlaid.newText'))])}
            >
              {t(`overlaid.kinds.${kind}`)}
            </Button>
          )
        })}
      </fieldset>
      {story.overlays.length === 0 ? <p className="text-xs text-muted">{t('overlaid.none')}</p> : null}
      <ul aria-label={t('overlaid.list')} className="flex flex-col gap-2">
        {story.overlays.map((overlay) => (
          <li key={overlay.id}>
            <OverlayForm
              overlay={overlay}
              onChange={(changed) => keep(story.overlays.map((each) => (each.id === overlay.id ? changed : each)))}
              onRemove={() => keep(story.overlays.filter(({ id }) => id !== overlay.id))}
            />
          </li>
        ))}
      </ul>
      <BrandKit />
    </section>
  )
}

function newOverlay(kind: StoryOverlay['kind'], duration: number, words: string): StoryOverlay {
  const id = crypto.randomUUID()
  const atStart = { id, start: 0, end: Math.min(SHOWN, duration) }
  switch (kind) {
    case 'text':
      return { kind, ...atStart, text: words, place: 'top' }
    case 'logo':
      return { kind, id, start: 0, end: null, image: null, place: 'top_right', opacity: 0.9 }
    case 'price':
      return { kind, ...atStart, price: words, before: null, place: 'bottom_left' }
    default:
      return { kind, id, start: Math.max(0, duration - SHOWN), end: null, heading: words, action: null, address: null }
  }
}

interface OverlayFormProps {
  readonly overlay: StoryOverlay
  readonly onChange: (overlay: StoryOverlay) => void
  readonly onRemove: () => void
}

function OverlayForm({ overlay, onChange, onRemove }: OverlayFormProps) {
  const { t } = useTranslation()
  const Icon = ICONS[overlay.kind]
  const name = t(`overlaid.kinds.${overlay.kind}`)
  return (
    <fieldset className="glass flex min-w-0 flex-col gap-3 rounded-card p-3">
      <legend className="sr-only">{name}</legend>
      <div className="flex items-center gap-2">
        <Icon aria-hidden className="size-4 text-accent" />
        <span className="grow text-xs font-semibold text-ink">{name}</span>
        <IconButton
          size="small"
          label={t('overlaid.remove', { name })}
          icon={<Trash2 aria-hidden className="size-4" />}
          onClick={onRemove}
        />
      </div>
      <Words overlay={overlay} onChange={onChange} />
      {'place' in overlay ? (
        <Field title={t('overlaid.place')}>
          <Select<OverlayPlace>
            label={t('overlaid.place')}
            value={overlay.place}
            options={OVERLAY_PLACES.map((value) => ({ value, label: t(`overlaid.places.${value}`) }))}
            onChange={(place) => onChange({ ...overlay, place })}
          />
        </Field>
      ) : null}
      <Times overlay={overlay} onChange={onChange} />
    </fieldset>
  )
}

function Words({ overlay, onChange }: Pick<OverlayFormProps, 'overlay' | 'onChange'>) {
  const { t } = useTranslation()
  const orNull = (value: string): string | null => (value.trim() === '' ? null : value.trim())
  const ifAny = (value: string, take: (words: string) => StoryOverlay): void => {
    if (value.trim() !== '') onChange(take(value.trim()))
  }
  switch (overlay.kind) {
    case 'text':
      return (
        <TextField
          title={t('overlaid.text')}
          value={overlay.text}
          rows={2}
          limit="title"
          onKeep={(value) => ifAny(value, (text) => ({ ...overlay, text }))}
        />
      )
    case 'price':
      return (
        <>
          <TextField
            title={t('overlaid.price')}
            value={overlay.price}
            rows={1}
            limit="short"
            onKeep={(value) => ifAny(value, (price) => ({ ...overlay, price }))}
          />
          <TextField
            title={t('overlaid.before')}
            value={overlay.before ?? ''}
            rows={1}
            limit="short"
            onKeep={(value) => onChange({ ...overlay, before: orNull(value) })}
          />
        </>
      )
    case 'end_card':
      return (
        <>
          <TextField
            title={t('overlaid.heading')}
            value={overlay.heading}
            rows={1}
            limit="line"
            onKeep={(value) => ifAny(value, (heading) => ({ ...overlay, heading }))}
          />
          <TextField
            title={t('overlaid.action')}
            value={overlay.action ?? ''}
            rows={1}
            limit="name"
            onKeep={(value) => onChange({ ...overlay, action: orNull(value) })}
          />
          <TextField
            title={t('overlaid.address')}
            value={overlay.address ?? ''}
            rows={1}
            limit="line"
            onKeep={(value) => onChange({ ...overlay, address: orNull(value) })}
          />
        </>
      )
    default:
      return (
        <PictureField
          title={t('overlaid.logo')}
          hint={t('overlaid.logoHint')}
          asset={overlay.image}
          onChange={(image) => onChange({ ...overlay, image })}
        />
      )
  }
}

function Times({ overlay, onChange }: Pick<OverlayFormProps, 'overlay' | 'onChange'>) {
  const { t, i18n } = useTranslation()
  const { story } = useEditor()
  const say = (value: number): string => t('common.seconds', { value: formatNumber(value, i18n.language) })
  const start = useSettled(overlay.start, (value) =>
    onChange({ ...overlay, start: value, end: overlay.end === null ? null : Math.max(value + 0.5, overlay.end) }),
  )
  const shown = overlay.end ?? story.duration
  const end = useSettled(shown, (value) =>
    onChange({ ...overlay, end: value >= story.duration ? null : Math.max(overlay.start + 0.5, value) }),
  )
  return (
    <div className="grid grid-cols-2 gap-3">
      <Field title={t('overlaid.from')} aside={say(start.value)}>
        <Slider
          label={t('overlaid.from')}
          value={start.value}
          minimum={0}
          maximum={story.duration}
          step={0.5}
          valueText={say(start.value)}
          onChange={start.onChange}
          onCommit={start.onCommit}
        />
      </Field>
      <Field title={t('overlaid.until')} aside={end.value >= story.duration ? t('overlaid.toEnd') : say(end.value)}>
        <Slider
          label={t('overlaid.until')}
          value={end.value}
          minimum={0}
          maximum={story.duration}
          step={0.5}
          valueText={say(end.value)}
          onChange={end.onChange}
          onCommit={end.onCommit}
        />
      </Field>
    </div>
  )
}
