import { LoaderCircle, MousePointerClick, ScanSearch, Upload } from 'lucide-react'
import { type DragEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, classes, IconButton, Notice } from '../ui/index.ts'
import { PagePictures } from './page-pictures.tsx'
import { PictureFault } from './picture-fault.tsx'
import type { ComposerPorts } from './ports.ts'
import type { PageImages } from './use-page-images.ts'
import type { PictureTaking } from './use-picture-taking.ts'

export interface PicturePickerProps {
  readonly images: PageImages
  readonly taking: PictureTaking
  requestAccess: ComposerPorts['reader']['requestAccess']
  readonly onScan: () => void
}

/** The ways to a picture: from the page, picked on it, uploaded, dropped or pasted. */
export function PicturePicker({ images, taking, requestAccess, onScan }: PicturePickerProps) {
  const { t } = useTranslation()
  const file = useRef<HTMLInputElement>(null)
  const found = images.kind === 'found' ? images : null
  const count = found?.scan.candidates.length ?? 0
  useEscape(taking.busy === 'picking', taking.stopPicking)
  return (
    <section aria-label={t('composer.picture')} className="glass flex flex-col gap-2.5 rounded-card p-3">
      <div className="flex items-center gap-2">
        <h2 className="min-w-0 grow truncate text-xs font-semibold text-ink">
          {count === 0 ? t('composer.picture') : t('picker.pageCount', { count })}
        </h2>
        <span className="text-xs text-muted">{t('composer.pictureOptional')}</span>
        <IconButton
          size="small"
          label={t('picker.scan')}
          disabled={images.kind === 'scanning'}
          icon={<ScanSearch aria-hidden className="size-4" />}
          onClick={onScan}
        />
      </div>
      {taking.fault === null ? null : <PictureFault fault={taking.fault} />}
      {taking.busy === 'picking' ? (
        <Notice
          announce="polite"
          actions={
            <Button size="small" onClick={taking.stopPicking}>
              {t('picker.stopPicking')}
            </Button>
          }
        >
          {t('picker.picking')}
        </Notice>
      ) : null}
      <Busy busy={taking.busy === 'fetching'}>
        <PagePictures
          images={images}
          disabled={taking.busy !== null}
          requestAccess={requestAccess}
          onScan={onScan}
          onTake={(candidate) => {
            if (found === null) return
            taking.takeCandidate(candidate, found.target.tabId, { url: found.scan.pageUrl, title: found.scan.pageTitle })
          }}
        />
      </Busy>
      <div className="grid grid-cols-2 gap-2">
        <Button
          size="small"
          icon={<MousePointerClick aria-hidden className="size-3.5" />}
          disabled={taking.busy !== null}
          onClick={taking.pick}
        >
          {t('picker.pick')}
        </Button>
        <Button size="small" icon={<Upload aria-hidden className="size-3.5" />} onClick={() => file.current?.click()}>
          {t('picker.upload')}
        </Button>
      </div>
      <p className="text-center text-[11px] text-muted">{t('picker.drop')}</p>
      <input
        ref={file}
        type="file"
        accept="image/png,image/jpeg,image/webp,image/avif,image/gif"
        aria-label={t('picker.upload')}
        className="sr-only"
        tabIndex={-1}
        onChange={(event) => {
          const [chosen] = event.target.files ?? []
          if (chosen !== undefined) taking.takeFile(chosen)
          event.target.value = ''
        }}
      />
    </section>
  )
}

/** Escape stops the picking also while the panel has the focus, as it does right after its button was pressed. */
function useEscape(active: boolean, stop: () => void): void {
  useEffect(() => {
    if (!active) return undefined
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') stop()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [active, stop])
}

function Busy({ busy, children }: { readonly busy: boolean; readonly children: ReactNode }) {
  const { t } = useTranslation()
  return (
    <div className="relative flex flex-col gap-2">
      {children}
      {busy ? (
        <output className="absolute inset-0 flex items-center justify-center gap-2 rounded-card bg-scrim text-xs text-on-media animate-appear">
          <LoaderCircle aria-hidden className="size-4 animate-turn" />
          {t('picker.fetching')}
        </output>
      ) : null}
    </div>
  )
}

export interface DropZoneProps {
  readonly onDrop: (transfer: DataTransfer) => void
  readonly children: ReactNode
}

/** Takes pictures dropped anywhere on what it holds. */
export function DropZone({ onDrop, children }: DropZoneProps) {
  const { t } = useTranslation()
  const [over, setOver] = useState(false)
  const accept = (event: DragEvent): void => {
    event.preventDefault()
    event.dataTransfer.dropEffect = 'copy'
    setOver(true)
  }
  return (
    <div
      role="presentation"
      className="relative"
      onDragEnter={accept}
      onDragOver={accept}
      onDragLeave={(event) => {
        if (!(event.relatedTarget instanceof Node) || !event.currentTarget.contains(event.relatedTarget)) setOver(false)
      }}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        onDrop(event.dataTransfer)
      }}
    >
      {children}
      <div
        aria-hidden
        className={classes(
          'pointer-events-none fixed inset-2 z-40 flex items-center justify-center rounded-3xl border-2 border-dashed border-sky bg-scrim text-sm font-semibold text-on-media backdrop-blur-sm transition',
          over ? 'opacity-100' : 'opacity-0',
        )}
      >
        {t('picker.dropNow')}
      </div>
    </div>
  )
}
