import { classes } from '../ui/index.ts'

export interface SelectProps<T extends string> {
  readonly label: string
  readonly value: T
  readonly options: readonly { readonly value: T; readonly label: string; readonly disabled?: boolean }[]
  readonly onChange: (value: T) => void
  readonly className?: string
}

/** One of many values, in the browser's own list. A value that is not among the options is shown as it is. */
export function Select<T extends string>({ label, value, options, onChange, className }: SelectProps<T>) {
  const known = options.some((option) => option.value === value)
  return (
    <select
      aria-label={label}
      value={value}
      onChange={(event) => {
        const chosen = options.find((option) => option.value === event.target.value)
        if (chosen !== undefined) onChange(chosen.value)
      }}
      className={classes(
        'min-h-8 min-w-0 rounded-control border border-control bg-raised px-2 text-xs text-ink transition hover:border-accent',
        className,
      )}
    >
      {known ? null : <option value={value}>{value}</option>}
      {options.map((option) => (
        <option key={option.value} value={option.value} disabled={option.disabled ?? false}>
          {option.label}
        </option>
      ))}
    </select>
  )
}
