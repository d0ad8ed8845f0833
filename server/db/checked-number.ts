/** A number as the database wrote it; an integer that a JavaScript number cannot hold exactly is a bug, never rounded. */
export function checkedNumber(value: string | number): number {
  const number = Number(value)
  if (Number.isNaN(number) || (Number.isInteger(number) && !Number.isSafeInteger(number))) {
    throw new RangeError(`The database returned ${value}, which is not a safe number`)
  }
  return number
}
