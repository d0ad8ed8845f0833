import type { PageFacts } from 'shared/page'
import { listedFeatures } from './features.ts'
import { jsonLdFacts } from './json-ld-facts.ts'
import { plainText } from './plain-text.ts'

const LONGEST = { title: 300, description: 5000, brand: 100, price: 40, currency: 10 } as const

/** Signs of currencies that stand for one currency only. */
const SIGNS: Readonly<Record<string, string>> = { '€': 'EUR', '£': 'GBP', '₹': 'INR', '₩': 'KRW', '₽': 'RUB', '₺': 'TRY', zł: 'PLN' }

type Said = Partial<Omit<PageFacts, 'pageUrl' | 'features'>> & { readonly features?: readonly string[] }

/**
 * What a page says about what it shows: structured data (JSON-LD) first, then microdata, then Open Graph, then its visible title. Each
 * field is taken from the first that has it. Reads only.
 */
export function readFacts(document: Document): PageFacts {
  const sources: readonly Said[] = [jsonLdFacts(document), microdataFacts(document), openGraphFacts(document), visibleFacts(document)]
  const first = (field: keyof typeof LONGEST): string | null => {
    const found = sources.map((said) => said[field] ?? null).find((text) => text !== null && text.trim() !== '')
    return found === undefined || found === null ? null : plainText(found).slice(0, LONGEST[field])
  }
  const price = first('price')
  const features = sources.map((said) => said.features ?? []).find((lines) => lines.length > 0)
  return {
    pageUrl: document.URL,
    title: first('title'),
    description: first('description'),
    brand: first('brand'),
    price: price === null ? null : amountOf(price),
    currency: first('currency') ?? (price === null ? null : currencyIn(price)),
    features: features ?? listedFeatures(document),
  }
}

/** The amount of a price as it is written: "€ 38.00" gives "38.00". A price without digits stays as it is. */
function amountOf(price: string): string {
  return /\d[\d\s.,'’]*/.exec(price)?.[0].replace(/[\s.,'’]+$/, '') ?? price
}

function currencyIn(price: string): string | null {
  const code = /\b[A-Z]{3}\b/.exec(price)?.[0]
  if (code !== undefined) return code
  const sign = Object.keys(SIGNS).find((each) => price.includes(each))
  if (sign !== undefined) return SIGNS[sign] ?? null
  return /[$¥]/.exec(price)?.[0] ?? null
}

function microdataFacts(document: Document): Said {
  const item = document.querySelector('[itemscope][itemtype*="schema.org/Product"]')
  if (item === null) return {}
  const valueOf = (name: string): string | null => {
    const element = item.querySelector(`[itemprop="${name}"]`)
    const named = element?.hasAttribute('itemscope') === true ? [...element.querySelectorAll('[itemprop="name"]')] : [element]
    return named.map((each) => each?.getAttribute('content') || each?.textContent).find((text) => text !== undefined && text !== '') ?? null
  }
  return {
    title: valueOf('name'),
    description: valueOf('description'),
    brand: valueOf('brand'),
    price: valueOf('price') ?? valueOf('lowPrice'),
    currency: valueOf('priceCurrency'),
  }
}

function openGraphFacts(document: Document): Said {
  const contentOf = (...names: readonly string[]): string | null => {
    for (const name of names) {
      const content = document.querySelector(`meta[property="${name}"], meta[name="${name}"]`)?.getAttribute('content')
      if (content !== undefined && content !== null && content.trim() !== '') return content
    }
    return null
  }
  return {
    title: contentOf('og:title', 'twitter:title'),
    description: contentOf('og:description', 'description', 'twitter:description'),
    brand: contentOf('product:brand', 'og:brand', 'og:site_name'),
    price: contentOf('product:sale_price:amount', 'product:price:amount', 'og:price:amount'),
    currency: contentOf('product:sale_price:currency', 'product:price:currency', 'og:price:currency'),
  }
}

function visibleFacts(document: Document): Said {
  return { title: document.querySelector('main h1, h1')?.textContent ?? document.title }
}
