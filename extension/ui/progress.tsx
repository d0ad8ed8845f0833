import { Progress as Radix } from 'radix-ui'

export interface ProgressProps {
  readonly label: string
  /** 0..100, or null where nothing is known but that it goes on. */
  readonly percent: number | null
  readonly valueText?: string
}

/** How far something has come. */
export function Progress({ label, percent, valueText }: ProgressProps) {
  return (
    <Radix.Root
      aria-label={label}
      value={percent}
      max={100}
      getValueLabel={(value) => valueText ?? `${Math.round(value)} %`}
      className="relative h-1.5 w-full overflow-hidden rounded-full bg-line"
    >
      <Radix.Indicator
        className={`brand block h-full rounded-full transition-[width] ${percent === null ? 'w-1/3 animate-shimmer' : ''}`}
        {...(percent === null ? {} : { style: { inlineSize: `${Math.max(2, percent)}%`, transitionProperty: 'inline-size' } })}
      />
    </Radix.Root>
  )
}
