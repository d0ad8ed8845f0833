import { plainText } from './plain-text.ts'

const MOST = 8
const LENGTH = { minimum: 8, maximum: 160 } as const
const AROUND = 'nav, header, footer, aside, form, [role="navigation"], [role="menu"], [aria-hidden="true"]'

/**
 * Lines that read like what speaks for a product: the first list in the main part of a page whose items are short sentences rather than
 * links. Empty where there is none.
 */
export function listedFeatures(document: Document): readonly string[] {
  const root = document.querySelector('main, [role="main"], article, [itemtype*="Product"]') ?? document.body
  if (root === null) return []
  for (const list of root.querySelectorAll('ul, ol')) {
    if (list.closest(AROUND) !== null) continue
    const items = [...list.children].filter((item) => item.localName === 'li')
    const lines = items.filter((item) => item.querySelector('a, ul, ol, input, button, select') === null).map((item) => featureOf(item))
    const fitting = lines.filter((line) => line !== null)
    if (fitting.length >= 2 && fitting.length >= items.length / 2) return fitting.slice(0, MOST)
  }
  return []
}

/** A line as a feature; null where it is too short or too long to be one. */
export function asFeature(text: string): string | null {
  const line = plainText(text)
  return line.length >= LENGTH.minimum && line.length <= LENGTH.maximum ? line : null
}

function featureOf(item: Element): string | null {
  return asFeature(item.textContent ?? '')
}
