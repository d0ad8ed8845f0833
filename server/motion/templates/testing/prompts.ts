import type { TemplateId } from 'shared/strategy'
import type { MotionSpec } from '../../spec.ts'
import type { Leaf, Node } from '../node.ts'

/** A prompt for each template, as a person would write it. */
export const PROMPTS: Readonly<Record<TemplateId, string>> = {
  kinetic_type: 'Night serum, now with cold-pressed rosehip',
  product_card: 'The new Aurora lamp. Warm light that follows the sun.',
  quote: '“I have never slept better in my whole life.” — Maria Lindqvist',
  countdown: 'We launch in 3 days. Get ready!',
  list: 'Top 5 city breaks: Lisbon, Porto, Ghent, Turin, Graz',
  before_after: 'Before: dull and tired skin. After: a healthy glow',
  offer: 'Summer sale: 50% off all shoes, now $29.99, was $59.99',
  logo_sting: 'Aurora Labs',
}

const SENTENCE = 'A quiet harbour at dawn, the water like glass, small boats rocking gently while gulls circle overhead. '
export const LONG = SENTENCE.repeat(5).slice(0, 500)

/** The same promise in six scripts, Arabic with Latin in it, and emoji of several code points. */
export const SCRIPTS = {
  latin: 'Über Nacht schöner: cœur, naïve, žluťoučký kůň, Đặng Thái — “fine” … 50 % €',
  greek: 'Η θάλασσα το πρωί, ήρεμη σαν καθρέφτης',
  cyrillic: 'Только сегодня: подъезд, объём, ґанок і їжак — № 1 ₽',
  japanese: '東京の夜を歩く、静かな光と音の中で。新しい「季節」が始まる！',
  chinese: '清晨的港口很安静，海水像玻璃一样；小船轻轻摇晃。',
  korean: '새벽의 조용한 항구, 유리 같은 물결이 반짝입니다.',
  arabic: 'تخفيضات الصيف على أحذية Nike، اليوم فقط ٥٠٪!',
  emoji: 'Launch day 🚀 👩‍👩‍👧‍👦 🇩🇪 👍🏽 ❤️ 1️⃣ 🏴󠁧󠁢󠁥󠁮󠁧󠁿',
} as const

/** Texts of 10 to 500 characters in all scripts. */
export const TEXTS = [
  ...Object.values(SCRIPTS),
  LONG,
  'Run faster',
  'x'.repeat(500),
  'مرحبا بالعالم '.repeat(30).trim(),
  '漢字'.repeat(120),
]

export function specOf(
  text: string,
  more: Partial<MotionSpec> & { readonly template?: TemplateId; readonly tiktok?: boolean } = {},
): MotionSpec {
  const { template, tiktok, ...rest } = more
  return {
    picture: null,
    title: { text, template: template ?? null, platform: tiktok === true ? 'tiktok' : null },
    overlay: null,
    width: 360,
    height: 640,
    frameRate: 30,
    frames: 150,
    fit: 'crop',
    camera: 'dolly_slow',
    cameraFrom: 'move',
    intensity: 1,
    seed: 42,
    style: 'realistic',
    lighting: null,
    lightingStrength: 1,
    bars: false,
    parallax: true,
    sideBySide: false,
    output: '',
    ...rest,
  }
}

/** A graph without the leaves that are not wanted. */
export function keep(nodes: readonly Node[], wanted: (leaf: Leaf) => boolean): readonly Node[] {
  return nodes.flatMap((node): readonly Node[] => {
    if (node.kind === 'group') return [{ ...node, children: keep(node.children, wanted) }]
    return wanted(node) ? [node] : []
  })
}

export function leavesOf(nodes: readonly Node[]): readonly Leaf[] {
  return nodes.flatMap((node) => (node.kind === 'group' ? leavesOf(node.children) : [node]))
}
