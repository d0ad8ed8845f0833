import { type Arc, ARCS } from 'shared/wire'
import type { ArcPlan } from '../arc.ts'
import { SELLING } from './selling.ts'
import { SHOWING } from './showing.ts'
import { TELLING } from './telling.ts'

const BY_NAME: ReadonlyMap<Arc, ArcPlan> = new Map([...SELLING, ...TELLING, ...SHOWING].map((plan) => [plan.arc, plan]))

/** Taken where the words of a prompt ask for none. */
const DEFAULT: Arc = 'brand_story'

/** The plan of an arc; every name has one. */
export function arcPlan(arc: Arc): ArcPlan {
  const plan = BY_NAME.get(arc)
  if (plan === undefined) throw new Error(`the arc ${arc} has no plan`)
  return plan
}

/** The arc that the words of a prompt ask for most; of equals the first by name of `ARCS`. */
export function arcFor(words: string): Arc {
  const scored = ARCS.map((arc) => ({ arc, score: words.match(new RegExp(arcPlan(arc).words, 'gi'))?.length ?? 0 }))
  const best = scored.reduce((most, one) => (one.score > most.score ? one : most), { arc: DEFAULT, score: 0 })
  return best.arc
}
