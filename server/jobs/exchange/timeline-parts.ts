/** Objects of the OpenTimelineIO file format, as its serialized schemas have them: each names its schema and has all of its fields. */

/** A moment or a length in frames. */
export interface RationalTime {
  readonly OTIO_SCHEMA: 'RationalTime.1'
  readonly rate: number
  readonly value: number
}

export interface TimeRange {
  readonly OTIO_SCHEMA: 'TimeRange.1'
  readonly start_time: RationalTime
  readonly duration: RationalTime
}

type Metadata = Readonly<Record<string, unknown>>

interface Item {
  readonly metadata: Metadata
  readonly name: string
  readonly source_range: TimeRange | null
  readonly effects: readonly never[]
  readonly markers: readonly Marker[]
  readonly enabled: true
}

export type MediaReference =
  | {
      readonly OTIO_SCHEMA: 'ExternalReference.1'
      readonly metadata: Metadata
      readonly name: string
      readonly available_range: TimeRange | null
      readonly available_image_bounds: null
      readonly target_url: string
    }
  | {
      readonly OTIO_SCHEMA: 'MissingReference.1'
      readonly metadata: Metadata
      readonly name: string
      readonly available_range: null
      readonly available_image_bounds: null
    }

export interface Clip extends Item {
  readonly OTIO_SCHEMA: 'Clip.2'
  readonly media_references: { readonly DEFAULT_MEDIA: MediaReference }
  readonly active_media_reference_key: 'DEFAULT_MEDIA'
}

export interface Gap extends Item {
  readonly OTIO_SCHEMA: 'Gap.1'
}

/** Lies over a cut: `in_offset` of it before, `out_offset` behind. Both clips need as much more of their media there. */
export interface Transition {
  readonly OTIO_SCHEMA: 'Transition.1'
  readonly metadata: Metadata
  readonly name: string
  readonly in_offset: RationalTime
  readonly out_offset: RationalTime
  readonly transition_type: 'SMPTE_Dissolve' | 'Custom_Transition'
}

export interface Marker {
  readonly OTIO_SCHEMA: 'Marker.2'
  readonly metadata: Metadata
  readonly name: string
  readonly color: 'GREEN'
  readonly comment: string
  readonly marked_range: TimeRange
}

export type TrackChild = Clip | Gap | Transition

export interface Track extends Item {
  readonly OTIO_SCHEMA: 'Track.1'
  readonly kind: 'Video' | 'Audio'
  readonly children: readonly TrackChild[]
}

export interface TimelineDocument {
  readonly OTIO_SCHEMA: 'Timeline.1'
  readonly metadata: Metadata
  readonly name: string
  readonly global_start_time: null
  readonly tracks: Item & { readonly OTIO_SCHEMA: 'Stack.1'; readonly children: readonly Track[] }
}

/** Makes the objects of one time line, whose times all count frames of one rate. */
export function timelineParts(rate: number) {
  const time = (frames: number): RationalTime => ({ OTIO_SCHEMA: 'RationalTime.1', rate, value: frames })
  const range = (start: number, frames: number): TimeRange => ({
    OTIO_SCHEMA: 'TimeRange.1',
    start_time: time(start),
    duration: time(frames),
  })
  const item = (name: string, source: TimeRange | null, metadata: Metadata = {}): Item => ({
    metadata,
    name,
    source_range: source,
    effects: [],
    markers: [],
    enabled: true,
  })
  return {
    range,
    /** Media by its name beside the document, with as many frames as it has. */
    external: (target: string, frames: number): MediaReference => ({
      OTIO_SCHEMA: 'ExternalReference.1',
      metadata: {},
      name: target.split('/').at(-1) ?? target,
      available_range: range(0, frames),
      available_image_bounds: null,
      target_url: target,
    }),
    missing: (): MediaReference => ({
      OTIO_SCHEMA: 'MissingReference.1',
      metadata: {},
      name: '',
      available_range: null,
      available_image_bounds: null,
    }),
    clip: (name: string, source: TimeRange, media: MediaReference, metadata: Metadata = {}): Clip => ({
      OTIO_SCHEMA: 'Clip.2',
      ...item(name, source, metadata),
      media_references: { DEFAULT_MEDIA: media },
      active_media_reference_key: 'DEFAULT_MEDIA',
    }),
    gap: (frames: number): Gap => ({ OTIO_SCHEMA: 'Gap.1', ...item('', range(0, frames)) }),
    transition: (kind: string, before: number, behind: number): Transition => ({
      OTIO_SCHEMA: 'Transition.1',
      metadata: { pagereel: { kind } },
      name: kind,
      in_offset: time(before),
      out_offset: time(behind),
      transition_type: kind === 'fade' || kind === 'dissolve' ? 'SMPTE_Dissolve' : 'Custom_Transition',
    }),
    marker: (text: string, start: number, frames: number): Marker => ({
      OTIO_SCHEMA: 'Marker.2',
      metadata: {},
      name: text,
      color: 'GREEN',
      comment: text,
      marked_range: range(start, frames),
    }),
    track: (name: string, kind: Track['kind'], children: readonly TrackChild[], metadata: Metadata = {}): Track => ({
      OTIO_SCHEMA: 'Track.1',
      ...item(name, null, metadata),
      kind,
      children,
    }),
    timeline: (name: string, tracks: readonly Track[], markers: readonly Marker[], metadata: Metadata): TimelineDocument => ({
      OTIO_SCHEMA: 'Timeline.1',
      metadata,
      name,
      global_start_time: null,
      tracks: { OTIO_SCHEMA: 'Stack.1', ...item('tracks', null), markers, children: tracks },
    }),
  }
}
