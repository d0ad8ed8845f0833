import { describe, expect, it } from 'vitest'
import { optionFields, takes } from './option-fields.ts'

const SCHEMA = {
  type: 'object',
  properties: {
    mode: { type: 'string', enum: ['std', 'pro'], default: 'std', description: 'How carefully' },
    watermark: { type: 'boolean' },
    cfg: { type: 'number', minimum: 0, maximum: 1 },
    steps: { type: 'integer', minimum: 1, maximum: 9_007_199_254_740_991 },
    style: { type: 'string', maxLength: 5 },
    either: { anyOf: [{ const: 1 }, { const: 2 }] },
    nested: { type: 'object' },
    broken: 'text',
  },
}
const fields = optionFields({ providerOptions: SCHEMA })
const field = (name: string) => {
  const found = fields.find((each) => each.name === name)
  if (found === undefined) throw new Error(`no field ${name}`)
  return found
}

describe('the options of a model', () => {
  it('are read from its schema, but for what is no scalar', () => {
    expect(fields.map(({ name, kind }) => [name, kind])).toEqual([
      ['mode', 'choice'],
      ['watermark', 'switch'],
      ['cfg', 'number'],
      ['steps', 'number'],
      ['style', 'text'],
      ['either', 'choice'],
    ])
    expect(field('mode')).toEqual({ name: 'mode', kind: 'choice', description: 'How carefully', standard: 'std', values: ['std', 'pro'] })
    expect(field('steps')).toMatchObject({ whole: true, minimum: 1, maximum: null })
    expect(optionFields({ providerOptions: {} })).toEqual([])
  })

  it('take what the schema does', () => {
    expect([takes(field('mode'), 'pro'), takes(field('mode'), 'max')]).toEqual([true, false])
    expect([takes(field('watermark'), false), takes(field('watermark'), 'no')]).toEqual([true, false])
    expect([0, 1, 1.1, Number.NaN].map((value) => takes(field('cfg'), value))).toEqual([true, true, false, false])
    expect([1, 1.5, 0, 'many'].map((value) => takes(field('steps'), value))).toEqual([true, false, false, false])
    expect(['short', 'too long', ''].map((value) => takes(field('style'), value))).toEqual([true, false, false])
  })
})
