import { X } from 'lucide-react'
import { Toast as Radix } from 'radix-ui'
import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from './button.tsx'
import { classes } from './classes.ts'

export interface ToastMessage {
  readonly text: string
  readonly tone?: 'plain' | 'danger'
  /** One thing that can be done while the toast is there, such as undo. */
  readonly action?: { readonly label: string; readonly run: () => void }
}

interface ShownToast extends ToastMessage {
  readonly id: number
}

/** Long enough to read and reach; Radix stops the clock while the pointer or the focus is on it. */
const LIFE_MS = 7000

const ToastContext = createContext<(message: ToastMessage) => void>(() => undefined)

/** Gives the way to show a toast. */
export function useToast(): (message: ToastMessage) => void {
  return useContext(ToastContext)
}

/** Holds the toasts; once around the whole panel. F8 moves the focus to them. */
export function ToastScope({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation()
  const [toasts, setToasts] = useState<readonly ShownToast[]>([])
  const show = useCallback((message: ToastMessage) => {
    setToasts((shown) => [...shown.slice(-2), { ...message, id: (shown.at(-1)?.id ?? 0) + 1 }])
  }, [])
  const close = useCallback((id: number) => setToasts((shown) => shown.filter((toast) => toast.id !== id)), [])
  const label = useMemo(() => t('common.notifications', { hotkey: '{hotkey}' }), [t])
  return (
    <ToastContext value={show}>
      <Radix.Provider duration={LIFE_MS} label={t('common.notification')} swipeDirection="up">
        {children}
        {toasts.map((toast) => (
          <Radix.Root
            key={toast.id}
            type={toast.tone === 'danger' ? 'foreground' : 'background'}
            onOpenChange={(open) => (open ? undefined : close(toast.id))}
            className={classes(
              'flex items-center gap-2 rounded-card border bg-raised py-1.5 ps-3.5 pe-1.5 shadow-float animate-rise',
              toast.tone === 'danger' ? 'border-danger' : 'border-line',
            )}
          >
            <Radix.Description className="grow text-xs text-ink">{toast.text}</Radix.Description>
            {toast.action === undefined ? null : (
              <Radix.Action
                altText={toast.action.label}
                onClick={toast.action.run}
                className="min-h-7 rounded-lg px-2.5 text-xs font-semibold text-accent transition hover:bg-accent-soft"
              >
                {toast.action.label}
              </Radix.Action>
            )}
            <Radix.Close asChild>
              <IconButton size="small" tooltip={false} label={t('common.close')} icon={<X aria-hidden className="size-4" />} />
            </Radix.Close>
          </Radix.Root>
        ))}
        <Radix.Viewport label={label} className="fixed inset-x-3 inset-bs-15 z-50 mx-auto flex max-w-md flex-col gap-2 outline-none" />
      </Radix.Provider>
    </ToastContext>
  )
}
