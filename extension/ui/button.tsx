import { LoaderCircle } from 'lucide-react'
import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react'
import { classes } from './classes.ts'
import { Tooltip } from './tooltip.tsx'

const LOOKS = {
  primary: 'brand text-on-gradient font-semibold shadow-glow hover:brightness-110 active:brightness-95 disabled:shadow-none',
  secondary: 'glass text-ink font-medium hover:border-accent hover:bg-accent-soft',
  quiet: 'text-muted font-medium hover:text-ink hover:bg-accent-soft',
  danger: 'bg-danger-soft text-danger font-medium border border-transparent hover:border-danger',
  media: 'text-on-media hover:bg-on-media/20',
} as const

const SIZES = { small: 'min-h-7 px-2.5 text-xs gap-1.5', medium: 'min-h-9 px-3.5 gap-2', large: 'min-h-11 px-5 text-sm gap-2' } as const

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: keyof typeof LOOKS
  readonly size?: keyof typeof SIZES
  readonly icon?: ReactNode
  /** Shows a spinner and ignores presses, while the button keeps its focus. */
  readonly busy?: boolean
  readonly ref?: Ref<HTMLButtonElement>
}

const BASE =
  'inline-flex items-center justify-center rounded-control select-none transition disabled:opacity-45 disabled:cursor-not-allowed aria-busy:cursor-progress'

/** A button with a text. `primary` is for the one thing a view is about. */
export function Button({ look = 'secondary', size = 'medium', icon, busy = false, className, children, onClick, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      aria-busy={busy || undefined}
      className={classes(BASE, LOOKS[look], SIZES[size], className)}
      onClick={busy ? undefined : onClick}
      {...rest}
    >
      {busy ? <LoaderCircle aria-hidden className="size-4 shrink-0 animate-turn" /> : icon}
      {children}
    </button>
  )
}

export interface IconButtonProps extends Omit<ButtonProps, 'children' | 'icon'> {
  readonly label: string
  readonly icon: ReactNode
  /** Without a tooltip where the label is evident or pointers are already over something. */
  readonly tooltip?: boolean
}

/** A button that shows only an icon; its label is its name and its tooltip. */
export function IconButton({
  label,
  icon,
  look = 'quiet',
  size = 'medium',
  tooltip = true,
  busy = false,
  className,
  ...rest
}: IconButtonProps) {
  const side = size === 'small' ? 'size-7' : 'size-9'
  const button = (
    <button
      type="button"
      aria-label={label}
      aria-busy={busy || undefined}
      className={classes(BASE, LOOKS[look], side, 'shrink-0', className)}
      {...rest}
    >
      {icon}
    </button>
  )
  return tooltip ? <Tooltip text={label}>{button}</Tooltip> : button
}
