import type { ReactNode } from 'react'

export interface FieldProps {
  readonly title: string
  /** Present value or state, at the end of the title's line. */
  readonly aside?: ReactNode
  readonly hint?: string
  readonly children: ReactNode
  /** Id of the labelled control where the title is its label. */
  readonly htmlFor?: string
}

/** A titled part of a form. */
export function Field({ title, aside, hint, children, htmlFor }: FieldProps) {
  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-baseline justify-between gap-3">
        {htmlFor === undefined ? (
          <span className="text-xs font-semibold text-ink">{title}</span>
        ) : (
          <label htmlFor={htmlFor} className="text-xs font-semibold text-ink">
            {title}
          </label>
        )}
        {aside === undefined ? null : <span className="text-xs text-muted tabular-nums">{aside}</span>}
      </div>
      {children}
      {hint === undefined ? null : <p className="text-xs text-muted">{hint}</p>}
    </div>
  )
}

/** The look of everything that is typed into. */
export const INPUT_LOOK =
  'w-full rounded-control border border-control bg-sunken px-3 py-2 text-ink placeholder:text-muted transition hover:border-accent focus-visible:outline-offset-0 aria-invalid:border-danger'
