import type { PageFacts } from 'shared/page'
import { asFeature } from './features.ts'
import { jsonLdDocuments } from './json-ld.ts'

type Said = Partial<Omit<PageFacts, 'pageUrl'>>
type Thing = ReadonlyMap<string, unknown>

/** Kinds of things that a page can be about, best first. */
const KINDS = [
  /^(?:Individual)?Product$/,
  /^ProductGroup$/,
  /^(?:Book|Movie|Course|Event|Recipe|SoftwareApplication|Vehicle|Accommodation|Hotel|Restaurant)$/,
  /^(?:Article|NewsArticle|BlogPosting)$/,
  /^(?:WebPage|ItemPage)$/,
]
const MOST_FEATURES = 8
const DEEPEST = 8

/** What the structured data of a page says about what the page is about. */
export function jsonLdFacts(document: Document): Said {
  const things = jsonLdDocuments(document).flatMap((root) => [...thingsIn(root, 0)])
  for (const kind of KINDS) {
    const thing = things.find((each) => typesOf(each).some((type) => kind.test(type)))
    if (thing !== undefined) return factsOf(thing)
  }
  return {}
}

function* thingsIn(value: unknown, depth: number): Generator<Thing> {
  if (depth > DEEPEST || typeof value !== 'object' || value === null) return
  if (Array.isArray(value)) {
    for (const item of value.slice(0, 200)) yield* thingsIn(item, depth + 1)
    return
  }
  const thing: Thing = new Map(Object.entries(value))
  if (thing.has('@type')) yield thing
  for (const key of ['@graph', 'mainEntity', 'mainEntityOfPage', 'itemListElement', 'item']) yield* thingsIn(thing.get(key), depth + 1)
}

function typesOf(thing: Thing): readonly string[] {
  return listOf(thing.get('@type')).flatMap((type) => (typeof type === 'string' ? [type.replace(/^.*[/#]/, '')] : []))
}

function factsOf(thing: Thing): Said {
  const offer = offerOf(thing)
  return {
    title: textOf(thing.get('name')) ?? textOf(thing.get('headline')),
    description: textOf(thing.get('description')),
    brand: nameOf(thing.get('brand')) ?? nameOf(thing.get('manufacturer')),
    price: offer?.price ?? null,
    currency: offer?.currency ?? null,
    features: featuresOf(thing),
  }
}

/** The price of the first offer; of an aggregate the lowest; of a group of variants that of its first variant. */
function offerOf(thing: Thing): { readonly price: string; readonly currency: string | null } | null {
  for (const offer of listOf(thing.get('offers')).map(asThing)) {
    if (offer === null) continue
    const specification = asThing(listOf(offer.get('priceSpecification'))[0])
    const price = amountOf(offer.get('price')) ?? amountOf(offer.get('lowPrice')) ?? amountOf(specification?.get('price'))
    if (price !== null) return { price, currency: textOf(offer.get('priceCurrency')) ?? textOf(specification?.get('priceCurrency')) }
    const inner = offerOf(offer)
    if (inner !== null) return inner
  }
  const variant = asThing(listOf(thing.get('hasVariant'))[0])
  return variant === null ? null : offerOf(variant)
}

function featuresOf(thing: Thing): readonly string[] {
  const notes = asThing(thing.get('positiveNotes'))
  const said = [
    ...listOf(notes?.get('itemListElement') ?? thing.get('positiveNotes')).map(nameOf),
    ...listOf(thing.get('featureList')).map(textOf),
    ...listOf(thing.get('additionalProperty')).map(propertyOf),
  ]
  const lines = said.map((text) => (text === null ? null : asFeature(text))).filter((line) => line !== null)
  return [...new Set(lines)].slice(0, MOST_FEATURES)
}

function propertyOf(value: unknown): string | null {
  const property = asThing(value)
  const [name, held] = [textOf(property?.get('name')), textOf(property?.get('value')) ?? amountOf(property?.get('value'))]
  return name === null || held === null ? null : `${name}: ${held}`
}

function nameOf(value: unknown): string | null {
  const [first] = listOf(value)
  return textOf(first) ?? textOf(asThing(first)?.get('name'))
}

function amountOf(value: unknown): string | null {
  return typeof value === 'number' ? String(value) : textOf(value)
}

function textOf(value: unknown): string | null {
  const [first] = listOf(value)
  return typeof first === 'string' && first.trim() !== '' ? first : null
}

function asThing(value: unknown): Thing | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? new Map(Object.entries(value)) : null
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return []
  return Array.isArray(value) ? value : [value]
}
