import { z } from 'zod'

const partsSchema = z.array(z.union([z.string(), z.number()])).min(1)

/** The place in a list as an opaque token: URL-safe base64 of the sort key's parts. */
export function encodeCursor(parts: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url')
}

/** The parts of a cursor, or null for a text that `encodeCursor` did not make. */
export function decodeCursor(text: string): readonly (string | number)[] | null {
  try {
    const parsed = partsSchema.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString()))
    return parsed.success && encodeCursor(parsed.data) === text ? parsed.data : null
  } catch {
    return null
  }
}
