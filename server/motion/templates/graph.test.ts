import { describe, expect, it } from 'vitest'
import { TEMPLATES } from 'shared/strategy'
import { graphOf } from './graph.ts'
import { leavesOf, LONG, PROMPTS, specOf, TEXTS } from './testing/prompts.ts'

describe('words', () => {
  it.each(TEXTS.map((text) => ({ text, start: text.slice(0, 14) })))('of "$start" are all there', ({ text }) => {
    const shown = leavesOf(graphOf(specOf(text, { template: 'kinetic_type' })).nodes).flatMap((leaf) =>
      leaf.kind === 'text' ? [leaf.text] : [],
    )
    const bare = (words: string): string => words.replaceAll(/[\s:;]/gu, '')
    expect(bare(shown.join(''))).toBe(bare(text))
  })

  it.each(TEMPLATES)('that are too many for %s are set as pages of plain type', (template) => {
    const shown = leavesOf(graphOf(specOf(LONG, { template, width: 640, height: 360 })).nodes).flatMap((leaf) =>
      leaf.kind === 'text' ? [leaf.text] : [],
    )
    for (const word of LONG.split(/[\s-]+/u)) expect(shown.join(' ')).toContain(word.slice(0, 5))
  })
})

describe('a graph', () => {
  it.each(TEMPLATES)('of %s is the same for the same spec, and its scenery follows the seed', (template) => {
    const of = (seed: number): string => JSON.stringify(graphOf(specOf(PROMPTS[template], { template, seed })))
    expect(of(1)).toBe(of(1))
    expect(of(1)).not.toBe(of(2))
  })
})
