import { capabilities, modelPrice } from 'shared/wire'
import { type Catalog, CATALOG, type CatalogModel, type CatalogProvider } from './catalog.ts'

/**
 * The holes of the catalog, each as a sentence that names the provider and the model. A server with holes does not start:
 * an unknown price or a missing resume policy must be found then, not when money is at stake.
 */
export function checkCatalog(catalog: Catalog = CATALOG): readonly string[] {
  return [
    ...(catalog.length === 0 ? ['the catalog has no provider'] : []),
    ...repeated(catalog.map(({ id }) => id)).map((id) => `provider ${id} is listed twice`),
    ...catalog.flatMap(holesOfProvider),
  ]
}

function holesOfProvider(provider: CatalogProvider): readonly string[] {
  const holes: string[] = []
  if (provider.models.length === 0) holes.push(`${provider.id} has no model`)
  if (provider.workshop === 'remote' && provider.deadlineMs === null) holes.push(`${provider.id} is remote and has no deadline`)
  if (provider.workshop === 'remote' && provider.configure === null) holes.push(`${provider.id} is remote and does not say what to set`)
  for (const id of repeated(provider.models.map((model) => model.id))) holes.push(`${provider.id}/${id} is listed twice`)
  return [...holes, ...provider.models.flatMap((model) => holesOfModel(`${provider.id}/${model.id}`, model))]
}

function holesOfModel(name: string, model: CatalogModel): readonly string[] {
  const holes: string[] = []
  const { capabilities: can } = model
  if (!capabilities.safeParse(can).success) holes.push(`${name} has malformed capabilities`)
  if (can.kinds.length === 0) holes.push(`${name} can do no kind of job`)
  if (can.modes.length === 0) holes.push(`${name} takes neither text nor pictures`)
  if (can.duration.minimum > can.duration.maximum || can.duration.step <= 0) holes.push(`${name} has no possible duration`)
  for (const list of ['aspectRatios', 'resolutions', 'frameRates', 'styles', 'cameras'] as const) {
    if (can[list].length === 0) holes.push(`${name} has no ${list}`)
  }
  for (const resolution of can.resolutions) {
    const prices = model.prices.filter((price) => price.resolution === undefined || price.resolution === resolution)
    if (prices.length !== 1) holes.push(`${name} has ${prices.length} prices for ${resolution}, not one`)
  }
  if (!model.prices.every((price) => modelPrice.safeParse(price).success)) holes.push(`${name} has a malformed price`)
  if (model.recommendedFor === '' || model.notes.length === 0) holes.push(`${name} says nothing about what it is good for`)
  return holes
}

function repeated(names: readonly string[]): readonly string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))]
}
