import { Slider as Radix } from 'radix-ui'

export interface SliderProps {
  readonly label: string
  readonly value: number
  readonly minimum: number
  readonly maximum: number
  readonly step: number
  /** The value as it is read aloud, with its unit. */
  readonly valueText: string
  readonly onChange: (value: number) => void
  /** The person let go: the place for what is dear to do at every step. */
  readonly onCommit?: (value: number) => void
  readonly className?: string
}

/** One value out of a range: arrows step, Page keys leap, Home and End go to the ends. */
export function Slider({ label, value, minimum, maximum, step, valueText, onChange, onCommit, className }: SliderProps) {
  const first = (values: readonly number[]): number => values[0] ?? minimum
  return (
    <Radix.Root
      className={`relative flex h-6 w-full touch-none items-center select-none ${className ?? ''}`}
      value={[value]}
      min={minimum}
      max={maximum}
      step={step}
      onValueChange={(values) => onChange(first(values))}
      {...(onCommit === undefined ? {} : { onValueCommit: (values: number[]) => onCommit(first(values)) })}
    >
      <Radix.Track className="relative h-1.5 grow overflow-hidden rounded-full bg-line">
        <Radix.Range className="brand absolute h-full rounded-full" />
      </Radix.Track>
      <Radix.Thumb
        aria-label={label}
        aria-valuetext={valueText}
        className="block size-5 rounded-full border-2 border-violet bg-on-media shadow-glow transition-shadow focus-visible:outline-offset-3"
      />
    </Radix.Root>
  )
}
