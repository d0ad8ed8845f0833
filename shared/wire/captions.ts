import { z } from 'zod'

/** How words are shown while they are spoken. */
export const CAPTION_STYLES = ['plain', 'highlight', 'pill', 'karaoke', 'pop', 'stacked'] as const
export const CAPTION_MODES = ['off', 'soft', 'burned'] as const
/** Where the words of captions and their times come from: the segments' narration, the voice that speaks it, or what is heard. */
export const CAPTION_SOURCES = ['script', 'voice', 'transcript'] as const
export const CAPTION_PLACES = ['top', 'middle', 'bottom'] as const

/** One spoken word; seconds from the start of what it belongs to. */
export const timedWord = z.object({ text: z.string(), start: z.number().min(0), end: z.number().min(0) }).meta({ id: 'TimedWord' })
export type TimedWord = z.infer<typeof timedWord>

export const captions = z
  .strictObject({
    mode: z.enum(CAPTION_MODES),
    source: z.enum(CAPTION_SOURCES),
    style: z.enum(CAPTION_STYLES),
    place: z.enum(CAPTION_PLACES),
  })
  .meta({ id: 'Captions' })
export type Captions = z.infer<typeof captions>

const hexColour = z.string().regex(/^#[0-9a-f]{6}$/i, 'must be a colour as #rrggbb')

/** What a brand looks like: its colours, most important first, its fonts and its logo. */
export const brand = z
  .strictObject({
    colours: z.array(hexColour).max(6),
    headingFont: z.string().max(60).nullable(),
    bodyFont: z.string().max(60).nullable(),
    logo: z.string().max(64).nullable().meta({ description: 'Asset id' }),
  })
  .meta({ id: 'Brand' })
export type Brand = z.infer<typeof brand>

export const OVERLAY_PLACES = ['top_left', 'top', 'top_right', 'left', 'middle', 'right', 'bottom_left', 'bottom', 'bottom_right'] as const

const overlayTimes = {
  id: z.string().min(1).max(64),
  start: z.number().min(0).meta({ description: 'Seconds of the whole film' }),
  end: z.number().min(0).nullable().meta({ description: 'Null: to the end' }),
}

/** What lies over the picture: words, a logo, a price tag, or a card at the end. */
export const storyOverlay = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('text'), ...overlayTimes, text: z.string().trim().min(1).max(200), place: z.enum(OVERLAY_PLACES) }),
    z.strictObject({
      kind: z.literal('logo'),
      ...overlayTimes,
      image: z.string().max(64).nullable().meta({ description: 'Asset id; null: the logo of the brand' }),
      place: z.enum(OVERLAY_PLACES),
      opacity: z.number().min(0.1).max(1),
    }),
    z.strictObject({
      kind: z.literal('price'),
      ...overlayTimes,
      price: z.string().trim().min(1).max(40),
      before: z.string().trim().max(40).nullable(),
      place: z.enum(OVERLAY_PLACES),
    }),
    z.strictObject({
      kind: z.literal('end_card'),
      ...overlayTimes,
      heading: z.string().trim().min(1).max(120),
      action: z.string().trim().max(60).nullable(),
      address: z.string().trim().max(120).nullable(),
    }),
  ])
  .meta({ id: 'StoryOverlay' })
export type StoryOverlay = z.infer<typeof storyOverlay>
