import { capabilities, modelPrice } from 'shared/wire'
import { CATALOG } from './all.ts'
import {
  type Catalog,
  type CatalogModel,
  type CatalogProvider,
  type ClipModel,
  type NativeImages,
  type NativeModel,
  type Service,
} from './catalog.ts'
import { maximumOf, secondsOf } from './native-seconds.ts'
import type { Mode } from './port.ts'
import { type PricedBy, pricesFor } from './price.ts'

const DAY = /^\d{4}-\d{2}-\d{2}$/

/**
 * The holes of the catalog, each as a sentence that names the provider and the model. A server with holes does not start:
 * an unknown price or a missing resume policy must be found then, not when money is at stake.
 */
export function checkCatalog(catalog: Catalog = CATALOG): readonly string[] {
  const known = new Set(catalog.flatMap(({ id, models }) => models.map((model) => `${id}/${model.id}`)))
  return [
    ...(catalog.length === 0 ? ['the catalog has no provider'] : []),
    ...repeated(catalog.map(({ id }) => id)).map((id) => `provider ${id} is listed twice`),
    ...catalog.flatMap(holesOfProvider),
    ...catalog.flatMap((provider) =>
      provider.retired.flatMap(({ id, successor, retiredOn }) => [
        ...(successor === null || known.has(successor) ? [] : [`${id} is replaced by ${successor}, which is not in the catalog`]),
        ...(DAY.test(retiredOn) ? [] : [`${id} does not say when it ended`]),
      ]),
    ),
  ]
}

function holesOfProvider(provider: CatalogProvider): readonly string[] {
  const holes: string[] = []
  const remote = provider.workshop === 'remote'
  if (provider.models.length === 0) holes.push(`${provider.id} has no model`)
  if (remote && provider.configure === null) holes.push(`${provider.id} is remote and does not say what to set`)
  const isPaid = provider.models.some(({ prices }) => prices.some(({ usdMicros }) => usdMicros > 0))
  if (isPaid && provider.pricesOf === null) holes.push(`${provider.id} does not say when its prices were looked up`)
  if (provider.pricesOf !== null && !DAY.test(provider.pricesOf)) holes.push(`${provider.id} has no date of its prices`)
  for (const id of repeated(provider.models.map((model) => model.id))) holes.push(`${provider.id}/${id} is listed twice`)
  return [...holes, ...provider.models.flatMap((model) => holesOfModel(`${provider.id}/${model.id}`, model, remote))]
}

function holesOfModel(name: string, model: CatalogModel, remote: boolean): readonly string[] {
  const holes: string[] = []
  const prices = [...model.prices, ...(model.additions ?? [])]
  if (!prices.every((price) => modelPrice.safeParse(price).success)) holes.push(`${name} has a malformed price`)
  if (model.recommendedFor === '' || model.notes.length === 0) holes.push(`${name} says nothing about what it is good for`)
  if (remote && model.native === null) holes.push(`${name} is remote and is not described`)
  return [
    ...holes,
    ...holesOfKind(name, model),
    ...priceHoles(name, model),
    ...(model.native === null ? [] : serviceHoles(name, model.native)),
  ]
}

function holesOfKind(name: string, model: CatalogModel): readonly string[] {
  switch (model.kind) {
    case 'clip':
      return [...clipHoles(name, model), ...(model.native === null ? [] : nativeHoles(name, model.native))]
    case 'image':
      return model.native === null ? [] : frameHoles(name, model.native)
    case 'speech':
      return (model.native === null ? model.own : model.native).textLength > 0 ? [] : [`${name} speaks no text at all`]
    case 'music': {
      const { minimum, maximum } = (model.native === null ? model.own : model.native).seconds
      return minimum <= maximum ? [] : [`${name} has no possible duration`]
    }
    default:
      return (model.native === null ? model.own : model.native).maximumSeconds > 0 ? [] : [`${name} takes no sound at all`]
  }
}

function clipHoles(name: string, { capabilities: can }: ClipModel): readonly string[] {
  const holes: string[] = []
  if (!capabilities.safeParse(can).success) holes.push(`${name} has malformed capabilities`)
  if (can.modes.length === 0) holes.push(`${name} takes neither text nor pictures`)
  if (can.duration.minimum > can.duration.maximum || can.duration.step <= 0) holes.push(`${name} has no possible duration`)
  for (const list of ['aspectRatios', 'resolutions', 'frameRates', 'styles', 'cameras'] as const) {
    if (can[list].length === 0) holes.push(`${name} has no ${list}`)
  }
  return holes
}

/** Every mode, tier and sound that can be bought must have exactly one price. */
function priceHoles(name: string, model: CatalogModel): readonly string[] {
  return soldBy(model).flatMap(({ mode, tier, audio, bySound }) => {
    const { length } = pricesFor(model, { mode, tier, audio })
    const sound = bySound ? (audio ? ' with sound' : ' without sound') : ''
    const what = `${mode === null ? model.kind : mode}${tier === null ? '' : ` at ${tier}`}${sound}`
    return length === 1 ? [] : [`${name} has ${length} prices for ${what}, not one`]
  })
}

interface Sold extends Pick<PricedBy, 'mode' | 'tier' | 'audio'> {
  /** Whether sound can be had or not. */
  readonly bySound: boolean
}

/** Everything that can be bought of a model. */
function soldBy(model: CatalogModel): readonly Sold[] {
  const silent = { tier: null, audio: false, bySound: false }
  if (model.kind === 'image' && model.native === null) return model.own.modes.map((mode) => ({ mode, ...silent }))
  if (model.kind !== 'clip' && model.kind !== 'image') return [{ mode: null, ...silent }]
  if (model.native === null) return model.kind === 'clip' ? model.capabilities.modes.map((mode) => ({ mode, ...silent })) : []
  const { modes, sizes } = model.native
  const told = model.kind === 'clip' ? model.native.audio : 'never'
  const sounds = told === 'optional' ? [true, false] : [told === 'always']
  const tiersOf = (mode: Mode) =>
    new Set(sizes.filter((size) => size.modes === undefined || size.modes.includes(mode)).map(({ tier }) => tier))
  return modes.flatMap((mode) =>
    [...tiersOf(mode)].flatMap((tier) => sounds.map((audio) => ({ mode, tier, audio, bySound: sounds.length > 1 }))),
  )
}

/** What is the same for whatever a service makes. */
function serviceHoles(name: string, service: Service): readonly string[] {
  return [
    ...(service.concurrency < 1 ? [`${name} may run no request at all`] : []),
    ...(service.deadlineSeconds <= 0 ? [`${name} has no deadline`] : []),
  ]
}

/** What is the same for clips and pictures. */
function frameHoles(name: string, native: NativeModel | NativeImages): readonly string[] {
  const { sizes, pictures, promptNeeded, promptLength } = native
  const modes: readonly Mode[] = native.modes
  const without = modes.filter((mode) => !sizes.some((size) => size.modes === undefined || size.modes.includes(mode)))
  return [
    ...without.map((mode) => `${name} has no size for ${mode}`),
    ...(modes.includes('references') === pictures.references > 0 ? [] : [`${name} contradicts itself about references`]),
    ...(promptNeeded && promptLength === 0 ? [`${name} needs a prompt and takes none`] : []),
  ]
}

function nativeHoles(name: string, native: NativeModel): readonly string[] {
  const takesVideo = native.modes.some((mode) => mode === 'extend' || mode === 'edit' || mode === 'restyle')
  return [
    ...frameHoles(name, native),
    ...native.modes.filter((mode) => !(maximumOf(secondsOf(native, mode)) > 0)).map((mode) => `${name} has no length for ${mode}`),
    ...(takesVideo === (native.maximumVideoBytes !== null) ? [] : [`${name} contradicts itself about clips as input`]),
  ]
}

function repeated(names: readonly string[]): readonly string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))]
}
