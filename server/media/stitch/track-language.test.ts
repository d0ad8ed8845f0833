import { expect, it } from 'vitest'
import { trackLanguage } from './track-language.ts'

it.each([
  ['en', 'eng'],
  ['pt-BR', 'por'],
  ['zh_Hans', 'zho'],
  ['fil', 'fil'],
  ['DE', 'deu'],
  ['xx', 'und'],
  ['', 'und'],
  ['english', 'und'],
])('the language %s of a track is written as %s', (language, written) => expect(trackLanguage(language)).toBe(written))
