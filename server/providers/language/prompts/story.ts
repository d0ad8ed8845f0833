import { CAMERA_MOVES } from 'shared/camera'
import { LIGHTINGS } from 'shared/strategy'
import type { PageStory } from 'shared/wire'
import { z } from 'zod'
import type { Question } from '../face.ts'
import { asData, DATA_ONLY } from './data-only.ts'

export const STORY_VERSIONS = [1] as const
export type StoryVersion = (typeof STORY_VERSIONS)[number]
/** The wording that new stories are planned with. */
export const STORY_VERSION: StoryVersion = 1

/** Spoken words in a second, at an easy pace. */
const WORDS_PER_SECOND = 2.3

/** A story as a language model plans it; lengths are wishes, which whoever asked fits to the length that was ordered. */
export const plannedStory = z.strictObject({
  title: z.string().trim().min(1).max(120),
  style: z.string().trim().max(300).meta({ description: 'How all segments look: medium, light, colours, lens' }),
  segments: z
    .array(
      z.strictObject({
        prompt: z.string().trim().min(3).max(900).meta({ description: 'What is seen, for a video model' }),
        narration: z.string().trim().max(600).meta({ description: 'What the voice says; empty for none' }),
        seconds: z.number().min(1).max(60),
        camera: z.enum(CAMERA_MOVES).nullable(),
        lighting: z.enum(LIGHTINGS).nullable(),
      }),
    )
    .min(1)
    .max(100),
})
export type PlannedStory = z.infer<typeof plannedStory>

/** What a story is to be planned from. */
export interface StoryWish {
  /** The person's sentence. */
  readonly prompt: string | null
  readonly page: PageStory | null
  /** Pictures of the person's that the segments show, one each, in order. */
  readonly pictures: number
  readonly seconds: number
  /** How many segments. */
  readonly segments: number
  /** The arc and its beats, in order; null: the model chooses. */
  readonly arc: { readonly name: string; readonly beats: readonly string[] } | null
  /** A language tag of the narration; null: that of the sentence or the page. */
  readonly language: string | null
}

/** The question for a whole story. A version's words never change. */
export function storyQuestion(version: StoryVersion, wish: StoryWish): Question<PlannedStory> {
  return { system: VERSIONS[version](wish), user: dataOf(wish), schema: plannedStory }
}

const VERSIONS: Readonly<Record<StoryVersion, (wish: StoryWish) => string>> = { 1: first }

function first({ seconds, segments, pictures, arc, language }: StoryWish): string {
  const words = Math.round(seconds * WORDS_PER_SECOND)
  return [
    'You plan short vertical films for a shop: a story in segments, each of which is one unbroken shot that a video model makes.',
    DATA_ONLY,
    `Plan exactly ${segments} ${segments === 1 ? 'segment' : 'segments'} that last ${seconds} s together.`,
    arc === null
      ? 'Choose the arc that fits: it must have an opening that holds, a turn and an end.'
      : 'Follow the beats under "arc" in their order.',
    ...(pictures > 0
      ? [`The first ${pictures} segments each show one given picture, in order: write what happens in it, not what it looks like.`]
      : []),
    'prompt: in English, one or two sentences: who or what is seen, what happens, where, in which framing. Name a person or product the same way each time. No cuts, no on-screen text, no brand names but that of the data.',
    `narration: ${language === null ? 'in the language of the data' : `in the language ${JSON.stringify(language)}`}, at most ${words} words in all, shared out by the seconds of the segments; empty where pictures say it better.`,
    'Claim nothing that the data does not say: no prices, numbers, awards or promises of your own. Prices as they are written there.',
    'camera, lighting: null unless a move or a light serves the story.',
  ].join('\n')
}

function dataOf({ prompt, page, pictures, seconds, segments, arc }: StoryWish): string {
  const { title, description, brand, price, currency, features } = page ?? {}
  return asData({
    wish: prompt,
    page: page === null ? null : { title, description, brand, price, currency, features },
    arc,
    pictures,
    seconds,
    segments,
  })
}
