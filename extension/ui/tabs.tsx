import { Tabs as Radix } from 'radix-ui'
import type { ReactNode } from 'react'

export interface TabsProps<T extends string> {
  readonly label: string
  readonly value: T
  readonly tabs: readonly { readonly value: T; readonly label: string; readonly icon: ReactNode; readonly badge?: string | undefined }[]
  readonly onChange: (value: T) => void
  /** The panels: {@link TabPanel}. */
  readonly children: ReactNode
  /** Placed at the end of the line of tabs. */
  readonly end?: ReactNode
}

/** The rooms of the panel, one shown at a time. */
export function Tabs<T extends string>({ label, value, tabs, onChange, children, end }: TabsProps<T>) {
  const choose = (next: string): void => {
    const tab = tabs.find((each) => each.value === next)
    if (tab !== undefined) onChange(tab.value)
  }
  return (
    <Radix.Root value={value} onValueChange={choose} className="flex min-h-dvh flex-col">
      <header className="sticky inset-bs-0 z-30 flex items-center gap-1 border-be border-line bg-canvas/80 px-3 py-2 backdrop-blur-xl">
        <Radix.List aria-label={label} className="flex grow gap-1">
          {tabs.map((tab) => (
            <Radix.Trigger
              key={tab.value}
              value={tab.value}
              className="flex min-h-9 items-center gap-2 rounded-control px-3 text-sm font-semibold text-muted transition hover:text-ink data-[state=active]:bg-accent-soft data-[state=active]:text-ink max-[400px]:[&>svg]:hidden [&[data-state=active]>svg]:text-accent"
            >
              {tab.icon}
              {tab.label}
              {tab.badge === undefined ? null : (
                <span className="brand rounded-full px-1.5 text-[10px] leading-4 font-bold text-on-gradient tabular-nums">{tab.badge}</span>
              )}
            </Radix.Trigger>
          ))}
        </Radix.List>
        {end}
      </header>
      {children}
    </Radix.Root>
  )
}

/** What one tab shows. It stays in the document while hidden if `keep` is set, so that nothing typed is lost. */
export function TabPanel({
  value,
  keep = false,
  children,
}: {
  readonly value: string
  readonly keep?: boolean
  readonly children: ReactNode
}) {
  return (
    <Radix.Content value={value} {...(keep ? { forceMount: true } : {})} className="grow data-[state=inactive]:hidden">
      {children}
    </Radix.Content>
  )
}
