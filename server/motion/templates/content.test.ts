import { describe, expect, it } from 'vitest'
import { chooseTemplate } from './choose-template.ts'
import { parseContent } from './content.ts'
import { amounts } from './prices.ts'
import { PROMPTS } from './testing/prompts.ts'

describe('chooseTemplate', () => {
  it.each([
    [PROMPTS.kinetic_type, 'kinetic_type'],
    [PROMPTS.quote, 'quote'],
    [PROMPTS.countdown, 'countdown'],
    [PROMPTS.list, 'list'],
    [PROMPTS.before_after, 'before_after'],
    [PROMPTS.offer, 'offer'],
    [PROMPTS.logo_sting, 'logo_sting'],
    ['Run faster', 'kinetic_type'],
    ['Made of 100% organic cotton', 'kinetic_type'],
    ['Get 20% off', 'offer'],
    ['Winterjacke nur 89,90 € statt 129,90 €', 'offer'],
    ['夏のセール：全商品30%オフ、今だけ。', 'offer'],
    ['تخفيضات الصيف: خصم ٥٠٪ على الأحذية', 'offer'],
    ['Stay hungry, stay foolish — Steve Jobs', 'quote'],
    ['「失敗は成功のもとである」', 'quote'],
    ['Noch 3 Tage bis zum Fest', 'countdown'],
    ['新商品発売まであと3日', 'countdown'],
    ['3, 2, 1, go', 'countdown'],
    ['Our launch event', 'countdown'],
    ['Morning routine; cleanse; tone; protect', 'list'],
    ['Why us?\n- Fast\n- Fair\n- Friendly', 'list'],
    ['1. Plan 2. Shoot 3. Edit', 'list'],
    ['Coffee vs tea', 'before_after'],
  ] as const)('lays %j out as %s', (prompt, template) => {
    expect(chooseTemplate(prompt, 'realistic', false)).toBe(template)
  })

  it('shows a picture on a card, unless the words ask for something else', () => {
    expect(chooseTemplate(PROMPTS.kinetic_type, 'realistic', true)).toBe('product_card')
    expect(chooseTemplate('Aurora Labs', 'realistic', true)).toBe('product_card')
    expect(chooseTemplate(PROMPTS.offer, 'realistic', true)).toBe('offer')
  })

  it('reveals a short cinematic title like a name', () => {
    expect(chooseTemplate('The long way', 'cinematic', false)).toBe('logo_sting')
    expect(chooseTemplate('The long way', 'anime', false)).toBe('kinetic_type')
  })
})

describe('parseContent', () => {
  it('ends an offer as it was written, with a mark or without', () => {
    expect(parseContent('Summer sale: 30% off all lamps until Sunday').offer?.detail).toBe('off all lamps until Sunday')
    expect(parseContent('Summer sale: 30% off all lamps. Only until Sunday').offer?.detail).toBe('off all lamps. Only until Sunday')
  })

  it('takes an offer apart and says nothing twice', () => {
    expect(parseContent(PROMPTS.offer).offer).toEqual({
      hero: '$29.99',
      oldPrice: '$59.99',
      headline: 'Summer sale',
      detail: '50% off all shoes',
    })
    expect(parseContent('Winter jacket – only 89,90 € instead of 129,90 €').offer).toEqual({
      hero: '89,90\u00A0€',
      oldPrice: '129,90 €',
      headline: 'Winter jacket',
      detail: null,
    })
    expect(parseContent('夏のセール：全商品30%オフ、今だけ。').offer?.detail).toBe('全商品30%オフ、今だけ。')
  })

  it('finds who said it', () => {
    expect(parseContent(PROMPTS.quote).quote).toEqual({
      text: 'I have never slept better in my whole life.',
      attribution: 'Maria Lindqvist',
      rest: null,
    })
    expect(parseContent('Our guests: "A place that I will never forget" by Ana').quote).toEqual({
      text: 'A place that I will never forget',
      attribution: 'Ana',
      rest: 'Our guests',
    })
  })

  it('finds a list and its headline', () => {
    expect(parseContent('Top 3 teas: Assam, Sencha, and Rooibos').list).toEqual({
      headline: 'Top 3 teas',
      items: ['Assam', 'Sencha', 'Rooibos'],
    })
    expect(parseContent('Why us?\n• Fast\n• Fair').list).toEqual({ headline: 'Why us?', items: ['Fast', 'Fair'] })
    expect(parseContent('Fast: and fair, too').list).toBeNull()
    expect(parseContent('1) Plan\n2) Shoot\n3) Edit').list).toEqual({ headline: null, items: ['Plan', 'Shoot', 'Edit'] })
  })

  it('finds both sides and what they are called', () => {
    expect(parseContent(PROMPTS.before_after).sides).toEqual({
      headline: null,
      before: { label: 'Before', text: 'dull and tired skin' },
      after: { label: 'After', text: 'a healthy glow' },
    })
    expect(parseContent('Battle: cats vs. dogs').sides).toEqual({
      headline: 'Battle',
      before: { label: null, text: 'cats' },
      after: { label: null, text: 'dogs' },
    })
  })

  it('counts from the number that is said, and shows the words beside it', () => {
    expect(parseContent('5 4 3 2 1 liftoff').countdown).toEqual({ from: 5, unit: null, words: 'liftoff' })
    expect(parseContent('Only 12 days left').countdown).toEqual({ from: 12, unit: 'days', words: 'Only 12 days left' })
    expect(parseContent('Call 5 4 2 1').countdown).toBeNull()
  })
})

describe('amounts', () => {
  it.each([
    ['$1,299.00', 1299],
    ['1.299,00 €', 1299],
    ['CHF 49.-', 49],
    ['¥12,800', 12800],
    ['١٢٣٫٥٠ ريال', 123.5],
    ['3 980円', 3980],
    ['₹ 99', 99],
    ['-30 %', 30],
  ])('reads %s', (text, value) => {
    expect(amounts(`Heute ${text} und mehr`).map((amount) => amount.value)).toEqual([value])
  })

  it('takes no other number for a price', () => {
    expect(amounts('In 2026 we sold 500 lamps to 12 shops')).toEqual([])
  })
})
