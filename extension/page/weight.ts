const SMALL_THING =
  /(?:^|[-_\s/])(?:icon|logo|avatar|sprite|badge|emoji|spinner|placeholder|pixel|tracking|flag|rating|star|payment)s?(?:$|[-_\s/.])/i
const WITHIN_AN_AD = /(?:^|[-_\s])(?:ad|ads|advert|sponsor(?:ed)?|banner)(?:$|[-_\s])/i
const PLACES = [
  ['main, article, [role="main"], [itemtype*="Product"], figure', 1.6],
  ['[class*="gallery" i], [class*="product" i], [class*="carousel" i], [id*="gallery" i]', 1.3],
  ['nav, footer, aside, [role="navigation"], [role="contentinfo"]', 0.4],
] as const

/** What the place and the names of an element say about its picture, as a factor: 1 for nothing said. */
export function weightOf(element: Element): number {
  let weight = element.getAttribute('itemprop') === 'image' ? 1.5 : 1
  for (const [selector, factor] of PLACES) if (element.closest(selector) !== null) weight *= factor
  if ((element.getAttribute('alt') ?? '').trim().length > 3) weight *= 1.2
  const names = `${element.id} ${element.getAttribute('class') ?? ''} ${element.getAttribute('src')?.slice(0, 500) ?? ''}`
  if (SMALL_THING.test(names)) weight *= 0.3
  if (WITHIN_AN_AD.test(element.closest('[class], [id]')?.className.toString() ?? '')) weight *= 0.4
  return weight
}
