import type { Arc, Captions, ExportPreset, Soundtrack, Storyboard, StoryOverlay, StorySettings, Segment } from 'shared/wire'

/**
 * What stories can hold. The same as in `shared/wire`, which this room knows by its types only, because its schemas would double the
 * panel's weight; a test holds the two together.
 */
export const TRANSITIONS = ['fade', 'dissolve', 'wipe', 'slide', 'zoom', 'whip', 'through_black'] as const
export const BOUNDARY_KINDS = ['cut', 'continuous', ...TRANSITIONS] as const satisfies readonly Segment['boundary']['kind'][]
export type BoundaryKind = (typeof BOUNDARY_KINDS)[number]
/** Seconds. */
export const TRANSITION_SECONDS = { minimum: 0.1, maximum: 3, default: 0.5, step: 0.1 } as const
/** Seconds of one segment. */
export const SEGMENT_DURATION = { minimum: 1, maximum: 60, step: 0.5, shown: 15 } as const
export const MOST_SEGMENTS = 100
export const REEL_PRESETS = [15, 30, 60] as const
export const FLOWS = ['independent', 'continuous'] as const satisfies readonly StorySettings['flow'][]
export const FRAME_SOURCES = ['predicted', 'lastFrame', 'native'] as const satisfies readonly StorySettings['frames'][]
export const ASPECT_RATIOS = ['9:16', '1:1', '4:5', '16:9'] as const satisfies readonly StorySettings['aspectRatio'][]
export const RESOLUTIONS = ['720p', '1080p', '4k'] as const satisfies readonly StorySettings['resolution'][]
export const FRAME_RATES = [24, 30, 60] as const satisfies readonly StorySettings['frameRate'][]
export const QUALITIES = ['draft', 'standard', 'high', 'master'] as const satisfies readonly StorySettings['quality'][]
export const CAPTION_STYLES = ['plain', 'highlight', 'pill', 'karaoke', 'pop', 'stacked'] as const satisfies readonly Captions['style'][]
export const CAPTION_MODES = ['off', 'soft', 'burned'] as const satisfies readonly Captions['mode'][]
export const CAPTION_SOURCES = ['script', 'voice', 'transcript'] as const satisfies readonly Captions['source'][]
export const CAPTION_PLACES = ['top', 'middle', 'bottom'] as const satisfies readonly Captions['place'][]
export const OVERLAY_KINDS = ['text', 'logo', 'price', 'end_card'] as const satisfies readonly StoryOverlay['kind'][]
export const OVERLAY_PLACES = [
  'top_left',
  'top',
  'top_right',
  'left',
  'middle',
  'right',
  'bottom_left',
  'bottom',
  'bottom_right',
] as const satisfies readonly Extract<StoryOverlay, { kind: 'text' }>['place'][]
export type OverlayPlace = (typeof OVERLAY_PLACES)[number]
export const ARCS = [
  'problem_solution',
  'product_launch',
  'before_after',
  'how_to',
  'testimonial',
  'day_in_the_life',
  'countdown_offer',
  'brand_story',
  'unboxing',
  'feature_tour',
  'travel',
  'recipe',
] as const satisfies readonly Arc[]
/** The film for other places first, then the story itself. */
export const EXPORT_PRESETS = [
  'tiktok',
  'reels',
  'shorts',
  'youtube',
  'feed_4x5',
  'feed_1x1',
  'mp4',
  'webm',
  'webm_av1',
  'gif',
  'archive',
  'otio',
] as const satisfies readonly ExportPreset[]
/** LUFS. */
export const LOUDNESS = { minimum: -30, maximum: -8, default: -14 } as const satisfies Record<string, NonNullable<Soundtrack['loudness']>>
/** Decibels. */
export const GAIN = { minimum: -40, maximum: 6 } as const
export const SPEED = { minimum: 0.5, maximum: 2 } as const
export const MOST_CAST = 12
export const MOST_CAST_PICTURES = 6
export const MOST_COLOURS = 6
export const LENGTHS = {
  prompt: 2000,
  titleText: 500,
  narration: 2000,
  title: 200,
  styleText: 500,
  name: 60,
  description: 300,
  line: 120,
  short: 40,
  pageDescription: 5000,
} as const

/** A piece of music that nothing was said about yet. */
export const NEW_MUSIC = {
  asset: null,
  prompt: null,
  mood: 60,
  provider: null,
  gain: -8,
} as const satisfies Storyboard['soundtrack']['music']
/** A voice that nothing was said about yet. */
export const NEW_VOICE = {
  asset: null,
  voice: null,
  provider: null,
  language: null,
  speed: 1,
  gain: 0,
} as const satisfies Storyboard['soundtrack']['voice']
