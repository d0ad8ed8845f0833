import { FileAudio, X } from 'lucide-react'
import { type DragEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Asset } from 'shared/wire'
import { Button, classes, failureText, formatBytes, formatClock, useToast } from '../../ui/index.ts'
import { useAsset, useMedia, usePorts } from '../use-reel.ts'

export interface SoundFileProps {
  /** What the file is for, for those who hear it. */
  readonly label: string
  /** Id of an own file; null for none. */
  readonly asset: string | null
  readonly onChange: (asset: string | null) => void
  /** Says for the file that is there how it fits the film; nothing where that needs no word. */
  readonly fitOf?: (seconds: number) => string
}

/** Endings of files besides what the system knows as sounds. */
const TAKEN = 'audio/*,.mp3,.m4a,.aac,.wav,.flac,.ogg,.opus'

/** An own sound file: chosen or dropped, named, listened to, taken away again. */
export function SoundFile({ label, asset, onChange, fitOf }: SoundFileProps) {
  const { t } = useTranslation()
  const file = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const { busy, take } = useSoundUpload(onChange)
  const known = useAsset(asset)
  const drop = (event: DragEvent): void => {
    event.preventDefault()
    event.stopPropagation()
    setOver(false)
    const [dropped] = event.dataTransfer.files
    if (dropped !== undefined) take(dropped)
  }
  return (
    <div
      role="presentation"
      className={classes('flex flex-col gap-2 rounded-xl border border-dashed p-2', over ? 'border-accent' : 'border-line')}
      onDragOver={(event) => {
        event.preventDefault()
        event.stopPropagation()
        setOver(true)
      }}
      onDragLeave={(event) => {
        if (!(event.relatedTarget instanceof Node) || !event.currentTarget.contains(event.relatedTarget)) setOver(false)
      }}
      onDrop={drop}
    >
      {known === null ? null : <KeptSound label={label} asset={known} {...(fitOf === undefined ? {} : { fitOf })} />}
      <div className="flex flex-wrap items-center gap-2">
        <Button size="small" busy={busy} icon={<FileAudio aria-hidden className="size-3.5" />} onClick={() => file.current?.click()}>
          {asset === null ? t('sound.ownFile') : t('sound.otherFile')}
        </Button>
        {asset === null ? (
          <span className="text-[11px] text-muted">{t('sound.dropFile')}</span>
        ) : (
          <Button size="small" look="quiet" icon={<X aria-hidden className="size-3.5" />} onClick={() => onChange(null)}>
            {t('sound.noFile')}
          </Button>
        )}
      </div>
      <input
        ref={file}
        type="file"
        accept={TAKEN}
        aria-label={t('sound.ownFileFor', { label })}
        className="sr-only"
        tabIndex={-1}
        onChange={(event) => {
          const [chosen] = event.target.files ?? []
          if (chosen !== undefined) take(chosen)
          event.target.value = ''
        }}
      />
    </div>
  )
}

function KeptSound({ label, asset, fitOf }: { readonly asset: Asset } & Pick<SoundFileProps, 'label' | 'fitOf'>) {
  const { t, i18n } = useTranslation()
  const src = useMedia(asset)
  const { duration, bytes, title, sources } = asset
  const name = title ?? sources.at(-1)?.filename ?? t('sound.unnamed')
  const facts = [...(duration === undefined ? [] : [formatClock(Math.round(duration))]), formatBytes(bytes, i18n.language)]
  return (
    <>
      <p className="flex min-w-0 items-baseline gap-2 text-xs">
        <span className="min-w-0 truncate text-ink" title={name}>
          {name}
        </span>
        <span className="shrink-0 text-muted tabular-nums">{facts.join(' · ')}</span>
      </p>
      {src === null ? null : (
        // oxlint-disable-next-line jsx-a11y/media-has-caption -- a piece of music, or words that the story holds as text
        <audio controls src={src} aria-label={label} className="h-9 w-full" />
      )}
      {duration === undefined || fitOf === undefined ? null : <p className="text-[11px] text-muted">{fitOf(duration)}</p>}
    </>
  )
}

function useSoundUpload(onChange: SoundFileProps['onChange']) {
  const { t } = useTranslation()
  const toast = useToast()
  const { uploadFile } = usePorts()
  const [busy, setBusy] = useState(false)
  const take = async (chosen: File): Promise<void> => {
    setBusy(true)
    const reply = await uploadFile(chosen, { filename: chosen.name })
    setBusy(false)
    if (reply.kind !== 'ok') toast({ tone: 'danger', text: failureText(t, reply) })
    else if (reply.value.type === 'image') toast({ tone: 'danger', text: t('sound.notSound') })
    else onChange(reply.value.id)
  }
  return { busy, take: (chosen: File) => void take(chosen) }
}
