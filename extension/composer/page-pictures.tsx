import { Globe, ImageOff, Lock, ScanSearch } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PageRefusal } from '../page/index.ts'
import type { ImageCandidate } from 'shared/page'
import { Button, EmptyState, Notice, Skeleton } from '../ui/index.ts'
import { PageGrid } from './page-grid.tsx'
import type { ComposerPorts } from './ports.ts'
import type { PageImages } from './use-page-images.ts'

export interface PagePicturesProps {
  readonly images: PageImages
  readonly disabled: boolean
  requestAccess: ComposerPorts['reader']['requestAccess']
  readonly onScan: () => void
  readonly onTake: (candidate: ImageCandidate) => void
}

const PLACES = [0, 1, 2, 3, 4, 5] as const

/** What the page holds: its pictures, or why there are none to show and what can be done about it. */
export function PagePictures({ images, disabled, requestAccess, onScan, onTake }: PagePicturesProps) {
  const { t } = useTranslation()
  if (images.kind === 'scanning') {
    return (
      <output aria-label={t('picker.scanning')} className="grid grid-cols-3 gap-2">
        {PLACES.map((place) => (
          <Skeleton key={place} className="aspect-square" />
        ))}
      </output>
    )
  }
  if (images.kind === 'refused') return <Refusal refusal={images.refusal} requestAccess={requestAccess} onScan={onScan} />
  const { candidates, truncated } = images.scan
  if (candidates.length === 0) {
    return (
      <EmptyState
        icon={<ImageOff className="size-5" />}
        title={t('picker.emptyTitle')}
        text={t('picker.emptyText')}
        actions={
          <Button size="small" icon={<ScanSearch aria-hidden className="size-3.5" />} onClick={onScan}>
            {t('picker.scan')}
          </Button>
        }
      />
    )
  }
  return (
    <>
      <PageGrid candidates={candidates} disabled={disabled} onTake={onTake} />
      {truncated ? <p className="text-xs text-muted">{t('picker.truncated')}</p> : null}
    </>
  )
}

interface RefusalProps {
  readonly refusal: PageRefusal
  requestAccess: ComposerPorts['reader']['requestAccess']
  readonly onScan: () => void
}

function Refusal({ refusal, requestAccess, onScan }: RefusalProps) {
  const { t } = useTranslation()
  const [refused, setRefused] = useState(false)
  if (refusal.reason === 'needs-access') {
    const { origin } = refusal
    const site = origin === null ? null : (URL.parse(origin)?.host ?? origin)
    // The browser lets us ask only from within the press itself, so nothing may be awaited before.
    const ask = (): void => {
      if (origin === null) return
      void requestAccess(origin).then((given) => {
        setRefused(!given)
        if (given) onScan()
      })
    }
    return (
      <EmptyState
        icon={<Lock className="size-5" />}
        title={t('picker.accessTitle')}
        text={site === null ? t('picker.accessUnknown') : t('picker.accessText')}
        actions={
          site === null ? undefined : (
            <>
              <Button size="small" onClick={ask}>
                {t('picker.accessGrant', { site })}
              </Button>
              <p className="max-w-72 text-xs text-muted">{t('picker.accessGrantText')}</p>
              {refused ? (
                <Notice tone="warning" announce="polite">
                  {t('picker.accessRefused')}
                </Notice>
              ) : null}
            </>
          )
        }
      />
    )
  }
  const restricted = refusal.reason !== 'failed'
  return (
    <EmptyState
      icon={<Globe className="size-5" />}
      title={restricted ? t('picker.restrictedTitle') : t('picker.failedTitle')}
      text={restricted ? t('picker.restrictedText') : t('picker.failedText')}
      actions={
        <Button size="small" icon={<ScanSearch aria-hidden className="size-3.5" />} onClick={onScan}>
          {t('picker.scan')}
        </Button>
      }
    />
  )
}
