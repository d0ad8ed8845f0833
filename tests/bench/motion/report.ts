/** What a figure is measured against: a gate fails the bench, a goal is reported. */
export interface Aim {
  readonly kind: 'goal' | 'gate'
  readonly limit: number
  readonly is: 'at most' | 'at least'
}

export interface Row {
  readonly name: string
  readonly value: number
  readonly aim: Aim | null
}

export function atMost(limit: number, kind: Aim['kind']): Aim {
  return { kind, limit, is: 'at most' }
}

export function atLeast(limit: number, kind: Aim['kind']): Aim {
  return { kind, limit, is: 'at least' }
}

export function isMet({ value, aim }: Row): boolean {
  return aim === null || (aim.is === 'at most' ? value <= aim.limit : value >= aim.limit)
}

/** A line of the table. */
export function lineOf(row: Row): string {
  const figure = `${row.name.padEnd(52)} ${row.value.toFixed(3).padStart(9)}`
  if (row.aim === null) return figure
  return `${figure}   ${row.aim.kind} ${String(row.aim.limit).padEnd(6)} ${isMet(row) ? '' : 'missed'}`.trimEnd()
}
