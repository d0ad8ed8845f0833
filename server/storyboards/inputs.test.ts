import { expect, it } from 'vitest'
import { castOf, titleTextOf, wordsOf } from './index.ts'

const CAST = ['Ann', 'the lamp', '小明', 'Бутылка', 'Q7'].map((name, index) => ({ id: `c${index}`, name, description: '', images: [] }))

it.each([
  ['ANN lights The Lamp.', ['Ann', 'the lamp']],
  ['Ann’s hands', ['Ann']],
  ['both Anns and the lamps', ['Ann', 'the lamp']],
  ['the plan is annual, on a banner', []],
  ['a planned Ann', ['Ann']],
  ['今天小明来了', ['小明']],
  ['новая бутылка', ['Бутылка']],
  ['the Q7 and the Q70', ['Q7']],
  ['the Q70', []],
  ['', []],
])('a cast is seen where it is named: %s', (prompt, names) => {
  expect(castOf(prompt, CAST).map(({ name }) => name)).toEqual(names)
})

it('models are told a title only where there is nothing else', () => {
  const bare = { prompt: '', titleText: 'Light', image: null, startFrame: null }
  expect([wordsOf(bare), wordsOf({ ...bare, prompt: 'wide shot' }), wordsOf({ ...bare, image: 'ast_1' })]).toEqual([
    'Light',
    'wide shot',
    '',
  ])
  expect([wordsOf({ ...bare, startFrame: 'ast_1' }), wordsOf({ ...bare, titleText: null })]).toEqual(['', ''])
  expect([titleTextOf(bare), titleTextOf({ prompt: 'Now', titleText: null })]).toEqual(['Light', 'Now'])
})
