import type { StoryPlan } from 'shared/wire'
import { planByLanguage } from './by-language.ts'
import { languageOf } from './language-of.ts'
import type { Planner } from './planner.ts'
import type { PlannedStory, PlanWish } from './plan.ts'
import { planByRules } from './rules.ts'

/** A planned story with who planned it and what was done otherwise than asked. */
export interface PlanOutcome extends Pick<StoryPlan, 'by' | 'notes'> {
  readonly story: PlannedStory
}

/**
 * Plans a story: a language model where one is configured, else rules. Where the model fails, or what it says cannot be used, rules plan
 * and a note says so. Pictures of which nothing is said are always laid out by rules, as a model would see none of them.
 */
export async function planStory(
  wish: PlanWish,
  { planner, signal }: { readonly planner: Planner | null; readonly signal: AbortSignal },
): Promise<PlanOutcome> {
  const rules = planByRules({ ...wish, language: wish.language ?? (await languageOf(wordsOf(wish))) })
  const late = lengthNote(wish, rules)
  if (planner === null || (wish.prompt === null && wish.page === null)) return { story: rules, by: 'rules', notes: late }
  const asked = await planByLanguage(wish, rules, planner, signal)
  if (asked.ok) return { story: asked.value.story, by: asked.value.model, notes: lengthNote(wish, asked.value.story) }
  const why = `The language model did not plan this story (${asked.problem.detail.replace(/\.$/, '')}); rules did.`
  return { story: rules, by: 'rules', notes: [...late, { code: 'planned_by_rules', why }] }
}

/** What there is to tell a language by; '' where there are only pictures. */
function wordsOf({ prompt, page }: PlanWish): string {
  const said = page === null ? [] : [page.title ?? '', page.description ?? '', ...(page.features ?? [])]
  return [prompt ?? '', ...said].join('\n').trim()
}

/** Where what must be shown needs more time than was asked for. */
function lengthNote({ duration }: PlanWish, { segments }: PlannedStory): StoryPlan['notes'] {
  const least = segments.length
  if (duration === null || duration >= least) return []
  return [{ code: 'longer_than_asked', why: `${least} segments of at least 1 s each are longer than ${duration} s.` }]
}
