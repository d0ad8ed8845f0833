import { ChevronDown } from 'lucide-react'
import { type ReactNode, useId, useState } from 'react'
import { classes } from './classes.ts'

export interface DisclosureProps {
  readonly title: string
  /** How what is inside stands, said while it is closed. */
  readonly now: ReactNode
  readonly children: ReactNode
}

/** A part of a form that is closed until it is wanted; its line says how it stands. */
export function Disclosure({ title, now, children }: DisclosureProps) {
  const [open, setOpen] = useState(false)
  const id = useId()
  return (
    <div className="rounded-card border border-line">
      <button
        type="button"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
        className="flex min-h-10 w-full items-center gap-2 rounded-card px-3 text-start text-xs font-semibold text-ink transition hover:bg-accent-soft"
      >
        <span className="shrink-0">{title}</span>
        <span className="min-w-0 grow truncate text-end font-normal text-muted tabular-nums">{now}</span>
        <ChevronDown aria-hidden className={classes('size-4 shrink-0 text-muted transition', open && 'rotate-180')} />
      </button>
      <div id={id} hidden={!open} className="flex flex-col gap-4 px-3 pbs-1 pbe-3">
        {open ? children : null}
      </div>
    </div>
  )
}
