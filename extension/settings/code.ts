/** How many digits a pairing code has. */
export const CODE_LENGTH = 6

/** The digits of what was typed or pasted, at most as many as a code has. */
export function digitsOf(text: string): string {
  return text.normalize('NFKC').replaceAll(/\D/g, '').slice(0, CODE_LENGTH)
}

/** Whether all digits are there. */
export function isComplete(code: string): boolean {
  return code.length === CODE_LENGTH
}
