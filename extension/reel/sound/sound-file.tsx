import { FileAudio, X } from 'lucide-react'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, failureText, useToast } from '../../ui/index.ts'
import { useAsset, useMedia, usePorts } from '../use-reel.ts'

export interface SoundFileProps {
  /** What the file is for, for those who hear it. */
  readonly label: string
  /** Id of an own file; null for none. */
  readonly asset: string | null
  readonly onChange: (asset: string | null) => void
}

/** An own sound file: handed over, listened to, taken away again. */
export function SoundFile({ label, asset, onChange }: SoundFileProps) {
  const { t } = useTranslation()
  const toast = useToast()
  const { uploadFile } = usePorts()
  const file = useRef<HTMLInputElement>(null)
  const [busy, setBusy] = useState(false)
  const known = useAsset(asset)
  const src = useMedia(known)
  const take = async (chosen: File): Promise<void> => {
    setBusy(true)
    const reply = await uploadFile(chosen, { filename: chosen.name })
    setBusy(false)
    if (reply.kind === 'ok') onChange(reply.value.id)
    else toast({ tone: 'danger', text: failureText(t, reply) })
  }
  return (
    <div className="flex flex-col gap-2">
      {src === null ? null : (
        // oxlint-disable-next-line jsx-a11y/media-has-caption -- a piece of music, or words that the story holds as text
        <audio controls src={src} aria-label={label} className="h-9 w-full" />
      )}
      <div className="flex gap-2">
        <Button size="small" busy={busy} icon={<FileAudio aria-hidden className="size-3.5" />} onClick={() => file.current?.click()}>
          {t('sound.ownFile')}
        </Button>
        {asset === null ? null : (
          <Button size="small" look="quiet" icon={<X aria-hidden className="size-3.5" />} onClick={() => onChange(null)}>
            {t('sound.noFile')}
          </Button>
        )}
      </div>
      <input
        ref={file}
        type="file"
        accept="audio/*"
        aria-label={t('sound.ownFileFor', { label })}
        className="sr-only"
        tabIndex={-1}
        onChange={(event) => {
          const [chosen] = event.target.files ?? []
          if (chosen !== undefined) void take(chosen)
          event.target.value = ''
        }}
      />
    </div>
  )
}
