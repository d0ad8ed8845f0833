import { ImageUp, Replace, Trash2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button, IconButton } from '../ui/index.ts'
import type { ChosenPicture as Chosen } from './chosen.ts'
import type { Original } from './use-picture-taking.ts'

export interface ChosenPictureProps {
  readonly picture: Chosen
  /** Where a better file of it lies that only needs the person's leave; null where there is none. */
  readonly original: Original | null
  readonly onChange: () => void
  readonly onRemove: () => void
}

/** The picture that was chosen: how large it truly is and how it was had, never more than is known. */
export function ChosenPicture({ picture, original, onChange, onRemove }: ChosenPictureProps) {
  const { t } = useTranslation()
  const { width, height, rung, upload } = picture
  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-center gap-2.5">
        <img
          alt={upload.origin?.alt ?? t('picker.chosen')}
          src={picture.url}
          className="size-11 shrink-0 rounded-lg border border-line object-cover checker"
        />
        <div className="min-w-0 grow">
          <p className="truncate text-xs font-semibold text-ink">
            {upload.origin?.alt ?? upload.filename ?? upload.origin?.pageTitle ?? t('picker.chosen')}
          </p>
          <p className="text-[11px] text-muted">
            <span className="tabular-nums">{t('picker.size', { width, height })}</span>
            <span aria-hidden className="px-1">
              ·
            </span>
            {rung === null ? t('picker.handed.file') : t(`picker.rungs.${rung}`)}
          </p>
        </div>
        <IconButton size="small" label={t('picker.change')} icon={<Replace aria-hidden className="size-4" />} onClick={onChange} />
        <IconButton size="small" label={t('picker.remove')} icon={<Trash2 aria-hidden className="size-4" />} onClick={onRemove} />
      </div>
      {original === null ? null : (
        <Button
          size="small"
          className="w-full"
          title={t('picker.accessGrantText')}
          icon={<ImageUp aria-hidden className="size-3.5" />}
          onClick={original.fetch}
        >
          {t('picker.original', { host: original.host })}
        </Button>
      )}
    </div>
  )
}
