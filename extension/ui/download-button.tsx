import { Download } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from './button.tsx'

const DOWNLOAD_FORMATS = ['mp4', 'webm', 'gif'] as const
/** What a film can be downloaded as. */
export type FilmFormat = (typeof DOWNLOAD_FORMATS)[number]

/** What people call the formats, in any language. */
export const FILM_FORMAT_NAMES: Readonly<Record<FilmFormat, string>> = { mp4: 'MP4', webm: 'WebM', gif: 'GIF' }

export interface DownloadButtonProps {
  readonly onDownload: (format: FilmFormat) => void
}

/** Downloads a film, with the choice of its format beside. */
export function DownloadButton({ onDownload }: DownloadButtonProps) {
  const { t } = useTranslation()
  const [format, setFormat] = useState<FilmFormat>('mp4')
  return (
    <div className="flex min-w-0 grow gap-1.5">
      <Button look="primary" className="grow" icon={<Download aria-hidden className="size-4" />} onClick={() => onDownload(format)}>
        {t('download.as', { format: FILM_FORMAT_NAMES[format] })}
      </Button>
      <select
        aria-label={t('download.format')}
        title={format === 'mp4' ? undefined : t('download.first')}
        value={format}
        onChange={(event) => setFormat(DOWNLOAD_FORMATS.find((each) => each === event.target.value) ?? 'mp4')}
        className="rounded-control border border-control bg-raised px-2 text-xs text-ink transition hover:border-accent"
      >
        {DOWNLOAD_FORMATS.map((each) => (
          <option key={each} value={each}>
            {FILM_FORMAT_NAMES[each]}
          </option>
        ))}
      </select>
    </div>
  )
}
