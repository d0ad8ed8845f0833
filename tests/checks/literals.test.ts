import { describe, expect, it } from 'vitest'
import { isNode, nodesOf, parse, parseFile, sourceFiles, type SyntaxNode } from './source.ts'

/** Attributes whose text a person reads or hears. */
const SPOKEN = new Set([
  'aria-label',
  'aria-description',
  'aria-roledescription',
  'aria-valuetext',
  'aria-placeholder',
  'title',
  'placeholder',
  'alt',
  'label',
])

/** Text that needs no translation: nothing but digits, signs and spaces. */
const WORDLESS = /^[^\p{L}]*$/u

/** User-visible words written into JSX instead of the language files. */
function literalsIn(tree: SyntaxNode): readonly string[] {
  return nodesOf(tree).flatMap((node) => {
    if (node.type === 'JSXText') return spoken(node['value'])
    if (node.type === 'JSXAttribute' && isNode(node['name']) && SPOKEN.has(String(node['name']['name']))) return textsOf(node['value'])
    if (node.type === 'JSXElement' || node.type === 'JSXFragment') {
      const children = node['children']
      return Array.isArray(children)
        ? children
            .filter(isNode)
            .filter((child) => child.type === 'JSXExpressionContainer')
            .flatMap(textsOf)
        : []
    }
    return []
  })
}

/** String literals an attribute or a child evaluates to, through conditions and templates, not inside calls. */
function textsOf(value: unknown): readonly string[] {
  if (!isNode(value)) return []
  if (value.type === 'JSXExpressionContainer') return textsOf(value['expression'])
  if (value.type === 'Literal') return spoken(value['value'])
  if (value.type === 'TemplateLiteral')
    return [value['quasis']]
      .flat()
      .filter(isNode)
      .flatMap((part) => spoken(isRecord(part['value']) ? part['value']['cooked'] : undefined))
  if (value.type === 'ConditionalExpression') return [...textsOf(value['consequent']), ...textsOf(value['alternate'])]
  if (value.type === 'LogicalExpression') return textsOf(value['right'])
  return []
}

function spoken(text: unknown): readonly string[] {
  return typeof text === 'string' && !WORDLESS.test(text) ? [text.trim()] : []
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

const literals = (code: string): readonly string[] => literalsIn(parse(code, 'sample.tsx'))

describe('JSX', () => {
  it('has no words of its own: every text a person sees comes from the language files', () => {
    const files = sourceFiles('extension', ['.tsx'])
    expect(files.length).toBeGreaterThan(25)
    expect(files.flatMap((file) => literalsIn(parseFile(file)).map((text) => `${file}: ${text}`))).toEqual([])
  })

  it('would be caught with words in a child, an attribute, a condition or a template', () => {
    expect(literals('const a = <p>Generate</p>')).toEqual(['Generate'])
    expect(literals('const a = <button aria-label="Close">×</button>')).toEqual(['Close'])
    expect(literals('const a = <p>{busy ? "Working" : t("done")}</p>')).toEqual(['Working'])
    expect(literals('const a = <img alt={`Picture ${n}`} />')).toEqual(['Picture'])
    expect(literals('const a = <p className="grow" id="x">{t("composer.generate")} · 100 %</p>')).toEqual([])
  })
})
