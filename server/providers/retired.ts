import { type Adjustment, type Outcome, refuse, succeed } from 'shared/wire'
import type { Catalog, RetiredModel } from './catalog.ts'
import type { ModelRequest } from './of-kind.ts'

/** A request whose names are of today, and what was changed for that. */
export interface Revived<Asked extends ModelRequest> {
  readonly request: Asked
  readonly adjustments: readonly Adjustment[]
}

/**
 * Names of providers and models that are gone go to what does their work now, where the request allows for a fallback; else the refusal
 * says when they went and what replaced them.
 */
export function reviveNames<Asked extends ModelRequest>(request: Asked, catalog: Catalog): Outcome<Revived<Asked>> {
  const found = retiredIn(request, catalog)
  if (found === null) return succeed({ request, adjustments: [] })
  const { field, asked, gone } = found
  const [provider, model] = gone.successor?.split('/') ?? []
  const instead = gone.successor === null ? '' : ` Its work is done by ${gone.successor}.`
  const why = `${gone.id} ended on ${gone.retiredOn}: ${gone.why}.${instead}`
  if (!request.fallback || provider === undefined || model === undefined) {
    return refuse('unsupported_option', why, {
      params: { option: field, asked, retiredOn: gone.retiredOn },
      issues: [{ path: field, message: 'is no longer offered', ...(gone.successor === null ? {} : { allowed: [gone.successor] }) }],
      action: 'retry_other_provider',
    })
  }
  return succeed({
    request: { ...request, provider, model },
    adjustments: [{ field, asked, got: gone.successor ?? '', code: 'model_retired', why }],
  })
}

function retiredIn(
  { provider, model }: ModelRequest,
  catalog: Catalog,
): { readonly field: 'provider' | 'model'; readonly asked: string; readonly gone: RetiredModel } | null {
  const retired = catalog.flatMap((each) => each.retired)
  for (const [field, asked] of [
    ['model', model],
    ['provider', provider],
  ] as const) {
    const gone = retired.find(({ id }) => id === asked)
    if (gone !== undefined && asked !== undefined) return { field, asked, gone }
  }
  return null
}
