import { capabilities, modelPrice } from 'shared/wire'
import { CATALOG } from './all.ts'
import type { Catalog, CatalogModel, CatalogProvider, NativeModel } from './catalog.ts'
import { maximumOf, secondsOf } from './native-seconds.ts'
import { pricesFor } from './price.ts'

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
  const { capabilities: can } = model
  if (!capabilities.safeParse(can).success) holes.push(`${name} has malformed capabilities`)
  if (can.kinds.length !== 1) holes.push(`${name} does not do one kind of job`)
  if (can.modes.length === 0) holes.push(`${name} takes neither text nor pictures`)
  if (can.duration.minimum > can.duration.maximum || can.duration.step <= 0) holes.push(`${name} has no possible duration`)
  for (const list of ['aspectRatios', 'resolutions', 'frameRates', 'styles', 'cameras'] as const) {
    if (can[list].length === 0) holes.push(`${name} has no ${list}`)
  }
  if (!model.prices.every((price) => modelPrice.safeParse(price).success)) holes.push(`${name} has a malformed price`)
  if (model.recommendedFor === '' || model.notes.length === 0) holes.push(`${name} says nothing about what it is good for`)
  if (remote && model.native === null) holes.push(`${name} is remote and is not described`)
  return [...holes, ...priceHoles(name, model), ...(model.native === null ? [] : nativeHoles(name, model.native))]
}

/** Every mode, tier and sound that can be bought must have exactly one price. */
function priceHoles(name: string, model: CatalogModel): readonly string[] {
  const { native } = model
  const tiers = native === null ? [null] : [...new Set(native.sizes.map(({ tier }) => tier))]
  const sounds = native?.audio === 'optional' ? [true, false] : [native?.audio === 'always']
  return model.capabilities.modes.flatMap((mode) =>
    tiers
      .filter((tier) => native === null || native.sizes.some((size) => size.tier === tier && (size.modes ?? native.modes).includes(mode)))
      .flatMap((tier) =>
        sounds.flatMap((audio) => {
          const { length } = pricesFor(model, { mode, tier, audio })
          const sound = sounds.length === 1 ? '' : audio ? ' with sound' : ' without sound'
          return length === 1 ? [] : [`${name} has ${length} prices for ${mode}${tier === null ? '' : ` at ${tier}`}${sound}, not one`]
        }),
      ),
  )
}

function nativeHoles(name: string, native: NativeModel): readonly string[] {
  const holes: string[] = []
  for (const mode of native.modes) {
    if (!native.sizes.some((size) => (size.modes ?? native.modes).includes(mode))) holes.push(`${name} has no size for ${mode}`)
    if (!(maximumOf(secondsOf(native, mode)) > 0)) holes.push(`${name} has no length for ${mode}`)
  }
  if (native.modes.includes('references') !== native.pictures.references > 0) holes.push(`${name} contradicts itself about references`)
  const takesVideo = native.modes.some((mode) => mode === 'extend' || mode === 'edit' || mode === 'restyle')
  if (takesVideo !== (native.maximumVideoBytes !== null)) holes.push(`${name} contradicts itself about clips as input`)
  if (native.concurrency < 1) holes.push(`${name} may run no request at all`)
  if (native.deadlineSeconds <= 0) holes.push(`${name} has no deadline`)
  if (native.promptNeeded && native.promptLength === 0) holes.push(`${name} needs a prompt and takes none`)
  return holes
}

function repeated(names: readonly string[]): readonly string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))]
}
