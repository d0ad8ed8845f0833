import { Sparkles } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button, failureText, formatPrice } from '../ui/index.ts'
import type { PriceState } from './use-estimate.ts'

export interface GenerateBarProps {
  readonly price: PriceState
  /** The backend is away: what is asked for is kept. */
  readonly offline: boolean
  readonly ready: boolean
  readonly sending: boolean
  /** Why it cannot be pressed yet. */
  readonly reason: string | null
  readonly onGenerate: () => void
}

const IS_MAC = /mac/i.test(navigator.platform)

/** What it will cost, and the button. Stays in sight at the panel's foot. */
export function GenerateBar({ price, offline, ready, sending, reason, onGenerate }: GenerateBarProps) {
  const { t } = useTranslation()
  return (
    <div className="sticky inset-be-0 z-20 -mx-3 border-bs border-line bg-canvas/80 px-3 py-2.5 backdrop-blur-xl">
      <div className="flex items-center gap-3">
        <div className="min-w-0 grow">
          <p className="text-[11px] text-muted">{t('composer.price')}</p>
          <output className="block text-xs font-medium text-ink">
            <PriceText price={price} offline={offline} reason={reason} />
          </output>
        </div>
        <Button
          look="primary"
          size="large"
          disabled={!ready}
          busy={sending}
          icon={<Sparkles aria-hidden className="size-4" />}
          aria-keyshortcuts={IS_MAC ? 'Meta+Enter' : 'Control+Enter'}
          title={t('composer.shortcut', { key: IS_MAC ? '⌘' : 'Ctrl' })}
          onClick={onGenerate}
        >
          {offline ? t('composer.queue') : t('composer.generate')}
        </Button>
      </div>
    </div>
  )
}

function PriceText({ price, offline, reason }: Pick<GenerateBarProps, 'price' | 'offline' | 'reason'>) {
  const { t } = useTranslation()
  if (reason !== null) return reason
  if (offline) return t('composer.priceOffline')
  if (price.kind === 'asking' || price.kind === 'none') return t('composer.estimating')
  if (price.kind === 'failed') return <span className="text-danger">{failureText(t, price.failure)}</span>
  const { usdMicros, provider } = price.estimate
  if (usdMicros === 0) return <span className="text-success">{t('composer.priceFree')}</span>
  return t('composer.priceOf', { price: formatPrice(usdMicros) ?? '', provider })
}
