import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { classes } from './classes.ts'

const TONES = {
  info: { look: 'bg-accent-soft', ink: 'text-accent', Icon: Info },
  success: { look: 'bg-success-soft', ink: 'text-success', Icon: CircleCheck },
  warning: { look: 'bg-warning-soft', ink: 'text-warning', Icon: TriangleAlert },
  danger: { look: 'bg-danger-soft', ink: 'text-danger', Icon: CircleAlert },
} as const
export type Tone = keyof typeof TONES

export interface NoticeProps {
  readonly tone?: Tone
  readonly title?: string
  readonly children?: ReactNode
  /** Buttons that do something about it. */
  readonly actions?: ReactNode
  /** `assertive` is read at once, `polite` when the reader pauses; without either it is only there. */
  readonly announce?: 'assertive' | 'polite'
}

/** Says what is the case and, by its actions, what can be done. */
export function Notice({ tone = 'info', title, children, actions, announce }: NoticeProps) {
  const { look, ink, Icon } = TONES[tone]
  return (
    <div
      role={announce === 'assertive' ? 'alert' : undefined}
      aria-live={announce}
      className={classes('flex gap-2.5 rounded-card border border-line p-3 animate-rise', look)}
    >
      <Icon aria-hidden className={classes('mbs-px size-4 shrink-0', ink)} />
      <div className="flex min-w-0 grow flex-col gap-1.5">
        {title === undefined ? null : <p className={classes('font-semibold', ink)}>{title}</p>}
        {children === undefined ? null : <div className="text-xs break-words text-ink">{children}</div>}
        {actions === undefined ? null : <div className="mbs-1 flex flex-wrap gap-2">{actions}</div>}
      </div>
    </div>
  )
}

export interface EmptyStateProps {
  readonly icon: ReactNode
  readonly title: string
  readonly text: string
  readonly actions?: ReactNode
}

/** What is shown where there is nothing to show, with the way out of it. */
export function EmptyState({ icon, title, text, actions }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center gap-2 px-4 py-7 text-center animate-appear">
      <span aria-hidden className="brand flex size-11 items-center justify-center rounded-card text-on-gradient shadow-glow">
        {icon}
      </span>
      <p className="mbs-1 text-sm font-semibold text-ink">{title}</p>
      <p className="max-w-72 text-xs text-muted">{text}</p>
      {actions === undefined ? null : <div className="mbs-2 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  )
}

/** The place of something that is being loaded. */
export function Skeleton({ className }: { readonly className?: string }) {
  return <span aria-hidden className={classes('block rounded-card bg-line animate-shimmer', className)} />
}
