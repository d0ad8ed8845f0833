import { describe, expect, it } from 'vitest'
import { languageOf } from './language-of.ts'

describe('the language of a text', () => {
  it.each([
    ['de', 'Unser Café am Fluss: frischer Kuchen, guter Kaffee. Jeden Sonntag mit Musik.'],
    ['de', 'ein roter Becher'],
    ['fr', 'Une petite lampe en chêne qui se plie'],
    ['es', 'Nuestra nueva botella de acero'],
    ['it', 'la nostra nuova borraccia'],
    ['pt', 'Uma pequena lâmpada de carvalho'],
    ['nl', 'Een kleine eikenhouten lamp'],
    ['pl', 'Mała dębowa lampa'],
    ['tr', 'Küçük bir meşe lamba'],
  ])('is %s: %s', async (language, text) => expect(await languageOf(text)).toBe(language))

  it.each([
    'A small oak lamp that folds flat',
    'a red mug',
    'recipe for pasta',
    'La Marzocco Linea Mini espresso machine',
    'Vintage Citroën 2CV tour',
    'Make a video about a red enamel mug with a chipped rim',
    'Pizza Napoli',
    'Sommerschlussverkauf',
    '750',
    '',
  ])('may be English, or is a name: %s', async (text) => expect(await languageOf(text)).toBeNull())
})
