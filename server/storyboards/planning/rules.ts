import { planFromPage } from './from-page.ts'
import { planFromPrompt } from './from-prompt.ts'
import type { PlannedStory, PlanWish } from './plan.ts'

/** Plans a story by rules alone: from a page where there is one, else along an arc from words, pictures or both. */
export function planByRules(wish: PlanWish): PlannedStory {
  if (wish.page !== null) return planFromPage(wish, wish.page)
  if (wish.prompt !== null) return planFromPrompt(wish)
  const pictures = planFromPrompt({ ...wish, prompt: 'the picture', language: wish.language ?? 'und', arc: wish.arc ?? 'brand_story' })
  // Nothing is known of what the pictures show: each speaks for itself.
  const segments = pictures.segments.map((segment) => ({ ...segment, prompt: '', titleText: null }))
  return { ...pictures, title: wish.images.length === 1 ? 'A picture' : 'Pictures', segments }
}
