import { Wand } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { TemplateId } from 'shared/strategy'
import { CardPicture, ChoiceCards, Disclosure } from '../../ui/index.ts'
import { offeredTemplates } from '../form.ts'

export interface TemplateCardsProps {
  readonly value: TemplateId | null
  readonly hasPicture: boolean
  readonly hasWords: boolean
  readonly onChange: (template: TemplateId | null) => void
}

const AUTOMATIC = 'automatic'

/** How the words of a prompt are laid out; beside a picture there are none unless a layout is chosen. */
export function TemplateCards({ value, hasPicture, hasWords, onChange }: TemplateCardsProps) {
  const { t } = useTranslation()
  const offered = offeredTemplates(hasPicture)
  const chosen = value !== null && offered.includes(value) ? value : AUTOMATIC
  const first = hasPicture ? t('templates.none') : t('templates.automatic')
  const hint = hasPicture ? (hasWords ? null : t('template.needsPrompt')) : t('template.automaticHint')
  return (
    <Disclosure
      title={hasPicture ? t('template.withPicture') : t('template.title')}
      now={chosen === AUTOMATIC ? first : t(`templates.${chosen}`)}
    >
      <ChoiceCards<TemplateId | typeof AUTOMATIC>
        label={hasPicture ? t('template.withPicture') : t('template.title')}
        value={chosen}
        onChange={(next) => onChange(next === AUTOMATIC ? null : next)}
        className="grid-cols-3"
        options={[
          {
            value: AUTOMATIC,
            label: first,
            art: hasPicture ? (
              <CardPicture name="style-realistic" />
            ) : (
              <span className="flex aspect-[16/10] w-full items-center justify-center rounded-lg border border-dashed border-control">
                <Wand aria-hidden className="size-5" />
              </span>
            ),
          },
          ...offered.map((template) => ({
            value: template,
            label: t(`templates.${template}`),
            art: <CardPicture name={`words-${template}`} />,
          })),
        ]}
      />
      {hint === null ? null : <p className="text-xs text-muted">{hint}</p>}
    </Disclosure>
  )
}
