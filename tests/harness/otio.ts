import { z } from 'zod'

/** The OpenTimelineIO file format, strictly: every schema with exactly the fields that its serialized data model lists, and `children` of compositions. */

const frames = z.strictObject({ OTIO_SCHEMA: z.literal('RationalTime.1'), rate: z.number().positive(), value: z.int() })
const range = z.strictObject({ OTIO_SCHEMA: z.literal('TimeRange.1'), start_time: frames, duration: frames })
const metadata = z.record(z.string(), z.unknown())

const marker = z.strictObject({
  OTIO_SCHEMA: z.literal('Marker.2'),
  metadata,
  name: z.string(),
  color: z.enum(['PINK', 'RED', 'ORANGE', 'YELLOW', 'GREEN', 'CYAN', 'BLUE', 'PURPLE', 'MAGENTA', 'BLACK', 'WHITE']),
  comment: z.string(),
  marked_range: range,
})

const item = {
  metadata,
  name: z.string(),
  source_range: range.nullable(),
  effects: z.array(z.never()),
  markers: z.array(marker),
  enabled: z.boolean(),
}

const reference = { metadata, name: z.string(), available_range: range.nullable(), available_image_bounds: z.null() }
const media = z.discriminatedUnion('OTIO_SCHEMA', [
  z.strictObject({ OTIO_SCHEMA: z.literal('ExternalReference.1'), ...reference, target_url: z.string().regex(/^media\/[\w-]+\.\w+$/) }),
  z.strictObject({ OTIO_SCHEMA: z.literal('MissingReference.1'), ...reference }),
])

const clip = z.strictObject({
  OTIO_SCHEMA: z.literal('Clip.2'),
  ...item,
  source_range: range,
  media_references: z.strictObject({ DEFAULT_MEDIA: media }),
  active_media_reference_key: z.literal('DEFAULT_MEDIA'),
})
const gap = z.strictObject({ OTIO_SCHEMA: z.literal('Gap.1'), ...item, source_range: range })
const transition = z.strictObject({
  OTIO_SCHEMA: z.literal('Transition.1'),
  metadata,
  name: z.string(),
  in_offset: frames,
  out_offset: frames,
  transition_type: z.enum(['SMPTE_Dissolve', 'Custom_Transition']),
})

const track = z.strictObject({
  OTIO_SCHEMA: z.literal('Track.1'),
  ...item,
  kind: z.enum(['Video', 'Audio']),
  children: z.array(z.discriminatedUnion('OTIO_SCHEMA', [clip, gap, transition])),
})
export type OtioTrack = z.infer<typeof track>

export const otioTimeline = z.strictObject({
  OTIO_SCHEMA: z.literal('Timeline.1'),
  metadata,
  name: z.string(),
  global_start_time: frames.nullable(),
  tracks: z.strictObject({ OTIO_SCHEMA: z.literal('Stack.1'), ...item, children: z.array(track) }),
})
export type OtioTimeline = z.infer<typeof otioTimeline>

/** An item of a track in its place: frames of the track, and of its media with the transitions on both of its sides. */
export interface OtioPlace {
  readonly kind: 'clip' | 'gap'
  readonly start: number
  readonly end: number
  /** With what its transitions show besides. */
  readonly shownStart: number
  readonly shownEnd: number
  readonly mediaStart: number
  readonly mediaEnd: number
  /** Frames that its media has; null for none. */
  readonly available: number | null
  readonly target: string | null
}

/** Lays a track out as its readers do: items one behind the other, transitions over the cuts without taking time. Throws where transitions meet. */
export function placesOfTrack({ children }: OtioTrack): readonly OtioPlace[] {
  const places: OtioPlace[] = []
  let at = 0
  for (const [index, child] of children.entries()) {
    const [before, after] = [children[index - 1], children[index + 1]]
    if (child.OTIO_SCHEMA === 'Transition.1') {
      if (before === undefined || after === undefined || before.OTIO_SCHEMA === 'Transition.1' || after.OTIO_SCHEMA === 'Transition.1')
        throw new Error('a transition is not between two items')
      continue
    }
    const { start_time: start, duration } = child.source_range
    const lead = before?.OTIO_SCHEMA === 'Transition.1' ? before.in_offset.value : 0
    const tail = after?.OTIO_SCHEMA === 'Transition.1' ? after.out_offset.value : 0
    const file = child.OTIO_SCHEMA === 'Clip.2' ? child.media_references.DEFAULT_MEDIA : null
    places.push({
      kind: child.OTIO_SCHEMA === 'Clip.2' ? 'clip' : 'gap',
      start: at,
      end: at + duration.value,
      shownStart: at - lead,
      shownEnd: at + duration.value + tail,
      mediaStart: start.value - lead,
      mediaEnd: start.value + duration.value + tail,
      available: file?.available_range?.duration.value ?? null,
      target: file?.OTIO_SCHEMA === 'ExternalReference.1' ? file.target_url : null,
    })
    at += duration.value
  }
  return places
}
