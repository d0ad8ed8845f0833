import { Route } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { CameraChoice } from 'shared/camera'
import { Button, Field, GroupedCards, MOVE_GROUP_NAMES, MOVE_GROUPS, MoveMiniature, type Shot } from '../ui/index.ts'
import type { FormCamera } from './form.ts'

export interface CameraCardsProps {
  readonly value: FormCamera
  /** Whether the mood chose it. */
  readonly byMood: boolean
  /** Whether the person chose it against a mood. */
  readonly wins: boolean
  /** The shot as it stands; each card shows it with its own move. */
  readonly shot: Shot
  readonly path: Extract<CameraChoice, object>
  readonly onChange: (move: FormCamera | null) => void
  readonly children?: ReactNode
}

/** The camera moves, each played in small while it is pointed at or has the focus. */
export function CameraCards({ value, byMood, wins, shot, path, onChange, children }: CameraCardsProps) {
  const { t } = useTranslation()
  const hint = value === 'path' ? t('path.hint') : t(`cameras.${value}.hint`)
  const own = {
    value: 'path' as const,
    label: t('path.name'),
    art:
      value === 'path' ? (
        <MoveMiniature of={shot} move={path} />
      ) : (
        <span className="flex aspect-[16/10] w-full items-center justify-center rounded-lg border border-dashed border-control text-muted">
          <Route aria-hidden className="size-5" />
        </span>
      ),
  }
  return (
    <Field title={t('composer.camera')} aside={byMood ? t('mood.byMood') : wins ? t('mood.byYou') : hint}>
      <GroupedCards<FormCamera>
        label={t('composer.camera')}
        value={value}
        onChange={onChange}
        className="grid-cols-3 min-[480px]:grid-cols-6"
        groups={[
          ...MOVE_GROUP_NAMES.map((name) => ({
            title: t(`cameraGroups.${name}`),
            options: MOVE_GROUPS[name].map((move) => ({
              value: move,
              label: t(`cameras.${move}.name`),
              art: <MoveMiniature of={shot} move={move} />,
            })),
          })),
          { title: t('cameraGroups.own'), options: [own] },
        ]}
      />
      {wins ? (
        <Button size="small" look="quiet" className="self-end" onClick={() => onChange(null)}>
          {t('mood.letChoose')}
        </Button>
      ) : null}
      {children}
    </Field>
  )
}
