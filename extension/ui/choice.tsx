import { RadioGroup } from 'radix-ui'
import type { ReactNode } from 'react'
import { classes } from './classes.ts'

export interface Option<T extends string> {
  readonly value: T
  readonly label: string
  /** Shown beside the label in a segment or a chip, above it on a card. */
  readonly art?: ReactNode
  /** Second line of a card. */
  readonly hint?: string
  readonly disabled?: boolean
}

export interface ChoiceProps<T extends string> {
  readonly label: string
  readonly value: T
  readonly options: readonly Option<T>[]
  readonly onChange: (value: T) => void
  readonly className?: string
}

/** Options under a heading of their own. */
export interface OptionGroup<T extends string> {
  readonly title: string
  readonly options: readonly Option<T>[]
}

export interface GroupedChoiceProps<T extends string> extends Omit<ChoiceProps<T>, 'options'> {
  readonly groups: readonly OptionGroup<T>[]
}

function choose<T extends string>({ options, onChange }: Pick<ChoiceProps<T>, 'options' | 'onChange'>): (value: string) => void {
  return (value) => {
    const option = options.find((each) => each.value === value)
    if (option !== undefined) onChange(option.value)
  }
}

/** An option with what is said of it at the end of its line, such as a price. */
export interface RowOption<T extends string> extends Option<T> {
  readonly aside?: ReactNode
  /** More about it, below. */
  readonly more?: ReactNode
}

/** One of several values that are told apart by a line of words and a figure, one below the other. */
export function ChoiceRows<T extends string>(props: Omit<ChoiceProps<T>, 'options'> & { readonly options: readonly RowOption<T>[] }) {
  const { label, value, options, className } = props
  return (
    <RadioGroup.Root aria-label={label} value={value} onValueChange={choose(props)} className={classes('flex flex-col gap-1.5', className)}>
      {options.map((option) => (
        <RadioGroup.Item
          key={option.value}
          value={option.value}
          disabled={option.disabled ?? false}
          className="group flex min-w-0 items-center gap-2.5 rounded-control border border-line bg-surface px-2.5 py-1.5 text-start text-muted transition hover:border-accent hover:text-ink disabled:hover:border-line disabled:hover:text-muted data-[state=checked]:border-accent data-[state=checked]:bg-accent-soft data-[state=checked]:text-ink"
        >
          {option.art}
          <span className="flex min-w-0 grow flex-col">
            <span className="text-xs font-semibold text-ink group-disabled:text-muted">{option.label}</span>
            {option.hint === undefined ? null : <span className="text-[11px] leading-tight break-words text-muted">{option.hint}</span>}
            {option.more}
          </span>
          {option.aside === undefined ? null : (
            <span className="shrink-0 text-end text-xs font-semibold text-ink tabular-nums group-disabled:text-muted">{option.aside}</span>
          )}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  )
}

/** One of a few short values, side by side. */
export function Segmented<T extends string>(props: ChoiceProps<T>) {
  const { label, value, options, className } = props
  return (
    <RadioGroup.Root
      aria-label={label}
      value={value}
      onValueChange={choose(props)}
      className={classes('flex gap-1 rounded-control border border-line bg-sunken p-1', className)}
    >
      {options.map((option) => (
        <RadioGroup.Item
          key={option.value}
          value={option.value}
          disabled={option.disabled ?? false}
          className="flex min-h-7 min-w-0 flex-1 items-center justify-center gap-1.5 rounded-lg px-2 text-xs font-medium text-muted transition hover:text-ink disabled:opacity-40 data-[state=checked]:bg-raised data-[state=checked]:text-accent data-[state=checked]:shadow-sm data-[state=checked]:ring-1 data-[state=checked]:ring-accent"
        >
          {option.art}
          <span className="truncate">{option.label}</span>
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  )
}

/** One of several short values that need more than one line. */
export function Chips<T extends string>(props: ChoiceProps<T>) {
  const { label, value, options, className } = props
  return (
    <RadioGroup.Root
      aria-label={label}
      value={value}
      onValueChange={choose(props)}
      className={classes('flex flex-wrap gap-1.5', className)}
    >
      {options.map((option) => (
        <RadioGroup.Item
          key={option.value}
          value={option.value}
          disabled={option.disabled ?? false}
          className="flex min-h-7 items-center gap-1.5 rounded-full border border-line bg-surface px-3 text-xs font-medium text-muted transition hover:border-accent hover:text-ink disabled:opacity-40 data-[state=checked]:border-accent data-[state=checked]:bg-accent-soft data-[state=checked]:text-ink"
        >
          {option.art}
          {option.label}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  )
}

/** One of a few values that are best chosen by what they look like. */
export function ChoiceCards<T extends string>(props: ChoiceProps<T>) {
  const { label, value, options, className } = props
  return (
    <RadioGroup.Root aria-label={label} value={value} onValueChange={choose(props)} className={classes('grid gap-2', className)}>
      {options.map((option) => (
        <Card key={option.value} option={option} />
      ))}
    </RadioGroup.Root>
  )
}

/** Cards of one choice under several headings. `className` is that of each heading's grid. */
export function GroupedCards<T extends string>(props: GroupedChoiceProps<T>) {
  const { label, value, groups, onChange, className } = props
  const options = groups.flatMap((group) => group.options)
  return (
    <RadioGroup.Root aria-label={label} value={value} onValueChange={choose({ options, onChange })} className="flex flex-col gap-3">
      {groups.map((group) => (
        <fieldset key={group.title} className="flex min-w-0 flex-col">
          <legend className="pbe-1.5 text-[11px] text-muted">{group.title}</legend>
          <div className={classes('grid gap-2', className)}>
            {group.options.map((option) => (
              <Card key={option.value} option={option} />
            ))}
          </div>
        </fieldset>
      ))}
    </RadioGroup.Root>
  )
}

function Card<T extends string>({ option }: { readonly option: Option<T> }) {
  return (
    <RadioGroup.Item
      value={option.value}
      disabled={option.disabled ?? false}
      className="group flex min-w-0 flex-col items-center gap-1.5 rounded-card border border-line bg-surface p-2 text-center text-muted transition hover:border-accent hover:text-ink disabled:opacity-40 data-[state=checked]:border-accent data-[state=checked]:bg-accent-soft data-[state=checked]:text-ink data-[state=checked]:shadow-glow"
    >
      {option.art}
      <span
        className={classes(
          '-mx-1.5 w-[calc(100%+0.75rem)] content-center text-[11px] leading-tight font-semibold wrap-anywhere hyphens-auto min-[350px]:text-xs',
          option.hint === undefined && 'min-h-8',
        )}
      >
        {option.label}
      </span>
      {option.hint === undefined ? null : <span className="max-w-full text-[11px] leading-tight text-muted">{option.hint}</span>}
    </RadioGroup.Item>
  )
}
