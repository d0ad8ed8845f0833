import { z, type ZodType } from 'zod'
import type { JsonSchema } from './face.ts'

/** What OpenAI's strict mode, Gemini and servers of one's own all know; bounds of lengths and numbers are checked here. */
const KNOWN: ReadonlySet<string> = new Set([
  'type',
  'properties',
  'required',
  'items',
  'enum',
  'anyOf',
  'description',
  'additionalProperties',
])

/** A schema as language models are given it: they have to say everything, also what is filled in where they do not. */
export function plainSchema(schema: ZodType): JsonSchema {
  return plain(z.record(z.string(), z.unknown()).parse(z.toJSONSchema(schema, { io: 'output' })))
}

function plain(schema: JsonSchema): JsonSchema {
  return Object.fromEntries(
    Object.entries(schema).flatMap(([word, value]): [string, unknown][] => {
      if (!KNOWN.has(word)) return []
      if (word === 'properties' && isSchema(value)) {
        return [[word, Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, nested(inner)]))]]
      }
      return [[word, Array.isArray(value) ? value.map(nested) : nested(value)]]
    }),
  )
}

function nested(value: unknown): unknown {
  return isSchema(value) ? plain(value) : value
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
