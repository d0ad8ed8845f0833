import { Clapperboard, Image, MonitorPlay, Smartphone } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { ASPECT_RATIOS, type AspectRatio, aspectValue } from 'shared/camera'
import { ChoiceCards, Field } from '../ui/index.ts'

const ICONS = { '16:9': MonitorPlay, '9:16': Smartphone, '1:1': Image, '4:5': Clapperboard } as const
const SIDE = 34

export interface ShapeCardsProps {
  readonly value: AspectRatio
  /** Whether the shape follows the picture. */
  readonly automatic: boolean
  readonly onChange: (shape: AspectRatio) => void
}

/** The shape of the clip, by what it looks like and where it is at home. */
export function ShapeCards({ value, automatic, onChange }: ShapeCardsProps) {
  const { t } = useTranslation()
  return (
    <Field title={t('composer.shape')} aside={automatic ? t('composer.shapeAuto') : t(`shapes.${value}`)}>
      <ChoiceCards
        label={t('composer.shape')}
        value={value}
        onChange={onChange}
        className="grid-cols-4"
        options={ASPECT_RATIOS.map((shape) => ({ value: shape, label: shape, hint: t(`shapes.${shape}`), art: <Outline shape={shape} /> }))}
      />
    </Field>
  )
}

function Outline({ shape }: { readonly shape: AspectRatio }) {
  const ratio = aspectValue(shape)
  const Icon = ICONS[shape]
  return (
    <span aria-hidden className="flex items-center justify-center" style={{ blockSize: SIDE }}>
      <span
        className="flex items-center justify-center rounded-[5px] border-2 border-current text-muted transition group-data-[state=checked]:brand group-data-[state=checked]:border-transparent group-data-[state=checked]:text-on-gradient"
        style={{ inlineSize: ratio >= 1 ? SIDE : SIDE * ratio, blockSize: ratio >= 1 ? SIDE / ratio : SIDE }}
      >
        <Icon className="size-3" />
      </span>
    </span>
  )
}
