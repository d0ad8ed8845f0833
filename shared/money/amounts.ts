declare const checked: unique symbol
/** A checked, safe, non-negative integer of micro-dollars. */
export type UsdMicros = number & { readonly [checked]: 'UsdMicros' }

export const MICROS_PER_USD = 1_000_000

/** Checks a number that is to be money. Throws a RangeError for a fraction, a negative or an unsafe integer: these are bugs. */
export function usdMicros(value: number): UsdMicros {
  if (!isUsdMicros(value)) throw new RangeError(`not a whole, non-negative number of micro-dollars: ${value}`)
  return value
}

function isUsdMicros(value: number): value is UsdMicros {
  return Number.isSafeInteger(value) && value >= 0
}

export const NOTHING = usdMicros(0)

/** The sum of any number of amounts. Throws a RangeError past the safe integers. */
export function sumUsdMicros(...amounts: readonly UsdMicros[]): UsdMicros {
  return usdMicros(amounts.reduce<number>((total, amount) => total + amount, 0))
}

/** Unit price times a quantity that may have a fraction (half seconds), rounded up: an estimate never shows less than the bill. */
export function priceOf(unit: UsdMicros, quantity: number): UsdMicros {
  if (!Number.isFinite(quantity) || quantity < 0) throw new RangeError(`not a quantity: ${quantity}`)
  // 1e-6 of a micro-dollar absorbs binary rounding such as 0.1 * 3, so that 3 tenths are not billed as 4.
  // The maximum also turns the -0 of a free unit into 0.
  return usdMicros(Math.max(0, Math.ceil(unit * quantity - 1e-6)))
}

/** What is left of `total` after `part`; never below nothing. */
export function remainderOf(total: UsdMicros, part: UsdMicros): UsdMicros {
  return usdMicros(Math.max(0, total - part))
}

/** A price as people read it: "$0.34", and for amounts under a cent as many digits as it needs ("$0.0025"). */
export function formatUsd(amount: UsdMicros): string {
  const dollars = amount / MICROS_PER_USD
  const digits = amount % 10_000 === 0 ? 2 : 6
  const text = dollars.toFixed(digits)
  return `$${digits === 2 ? text : text.replace(/0+$/, '')}`
}
