import type { ProviderModel } from 'shared/wire'
import type { OptionValue } from '../form.ts'

interface Described {
  readonly name: string
  /** The schema's own words; null where it has none. */
  readonly description: string | null
  /** What the model does by itself; null where nobody tells. */
  readonly standard: OptionValue | null
}

/** One thing that a model takes besides, as its JSON Schema describes it. */
export type OptionField = Described &
  (
    | { readonly kind: 'choice'; readonly values: readonly OptionValue[] }
    | { readonly kind: 'switch' }
    | { readonly kind: 'number'; readonly whole: boolean; readonly minimum: number | null; readonly maximum: number | null }
    | { readonly kind: 'text'; readonly maximum: number | null }
  )

/** The fields of a model's options that a form can ask for; what is no scalar is left out. */
export function optionFields({ providerOptions }: Pick<ProviderModel, 'providerOptions'>): readonly OptionField[] {
  const { properties } = providerOptions
  if (!isRecord(properties)) return []
  return Object.entries(properties).flatMap(([name, schema]) => (isRecord(schema) ? (fieldOf(name, schema) ?? []) : []))
}

/** Whether a field takes a value. */
export function takes(field: OptionField, value: OptionValue): boolean {
  switch (field.kind) {
    case 'choice':
      return field.values.includes(value)
    case 'switch':
      return typeof value === 'boolean'
    case 'text':
      return typeof value === 'string' && value !== '' && (field.maximum === null || value.length <= field.maximum)
    default: {
      if (typeof value !== 'number' || !Number.isFinite(value) || (field.whole && !Number.isInteger(value))) return false
      return value >= (field.minimum ?? Number.NEGATIVE_INFINITY) && value <= (field.maximum ?? Number.POSITIVE_INFINITY)
    }
  }
}

function fieldOf(name: string, schema: Fields): OptionField | null {
  const described = {
    name,
    description: typeof schema['description'] === 'string' ? schema['description'] : null,
    standard: scalar(schema['default']),
  }
  const values = valuesOf(schema)
  if (values.length > 0) return { ...described, kind: 'choice', values }
  switch (schema['type']) {
    case 'boolean':
      return { ...described, kind: 'switch' }
    case 'string':
      return { ...described, kind: 'text', maximum: number(schema['maxLength']) }
    case 'integer':
    case 'number':
      return {
        ...described,
        kind: 'number',
        whole: schema['type'] === 'integer',
        minimum: number(schema['minimum']),
        maximum: number(schema['maximum']),
      }
    default:
      return null
  }
}

/** The values of an enumeration, also of one that is written as alternatives. */
function valuesOf(schema: Fields): readonly OptionValue[] {
  const alternatives = Array.isArray(schema['anyOf']) ? schema['anyOf'] : []
  const listed = Array.isArray(schema['enum'])
    ? schema['enum']
    : alternatives.map((each: unknown) => (isRecord(each) ? each['const'] : undefined))
  const values = listed.flatMap((value: unknown) => scalar(value) ?? [])
  return values.length === listed.length ? values : []
}

type Fields = Readonly<Record<string, unknown>>

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function scalar(value: unknown): OptionValue | null {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null
}

/** A bound that says something: schemas bound whole numbers by the largest safe one. */
function number(value: unknown): number | null {
  return typeof value === 'number' && Math.abs(value) < Number.MAX_SAFE_INTEGER ? value : null
}
