import type { Problem } from 'shared/wire'

/**
 * What came of asking the backend. `offline`: nobody answered. `unpaired`: it answers, but does not know our token.
 * `problem`: it refused, and says why.
 */
export type Reply<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'offline' }
  | { readonly kind: 'unpaired' }
  | { readonly kind: 'problem'; readonly problem: Problem }

/** Every reply that is not the wanted value. */
export type Failure = Exclude<Reply<never>, { kind: 'ok' }>
