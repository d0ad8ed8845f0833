import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from './button.tsx'

export interface DialogProps {
  readonly open: boolean
  readonly onClose: () => void
  readonly title: string
  /** What it is about, for those who hear it; shown unless `quiet`. */
  readonly description: string
  readonly quiet?: boolean
  readonly children: ReactNode
}

/** A sheet over the whole panel that keeps the focus until it is closed with Escape, its button or by what it asks. */
export function Dialog({ open, onClose, title, description, quiet = false, children }: DialogProps) {
  const { t } = useTranslation()
  return (
    <Radix.Root open={open} onOpenChange={(next) => (next ? undefined : onClose())}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-scrim backdrop-blur-sm animate-appear" />
        <Radix.Content className="fixed inset-x-0 inset-be-0 z-40 mx-auto flex max-h-[94dvh] max-w-xl flex-col rounded-ss-3xl rounded-se-3xl border border-line bg-raised shadow-float animate-rise">
          <div className="flex items-start justify-between gap-3 px-4 pbs-3.5 pbe-2">
            <div className="min-w-0">
              <Radix.Title className="text-sm font-semibold break-words text-ink">{title}</Radix.Title>
              <Radix.Description className={quiet ? 'sr-only' : 'mbs-0.5 text-xs text-muted'}>{description}</Radix.Description>
            </div>
            <Radix.Close asChild>
              <IconButton size="small" tooltip={false} label={t('common.close')} icon={<X aria-hidden className="size-4" />} />
            </Radix.Close>
          </div>
          <div className="overflow-y-auto px-4 pbe-5">{children}</div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
