import { ASPECT_RATIOS as WIRE_RATIOS } from 'shared/camera'
import * as wire from 'shared/wire'
import { expect, it } from 'vitest'
import * as limits from './limits.ts'

it('are those of the wire', () => {
  expect(limits.TRANSITIONS).toEqual(wire.TRANSITIONS)
  expect(limits.BOUNDARY_KINDS).toEqual(wire.BOUNDARY_KINDS)
  expect(limits.FLOWS).toEqual(wire.FLOWS)
  expect(limits.FRAME_SOURCES).toEqual(wire.FRAME_SOURCES)
  expect(limits.FRAME_RATES).toEqual(wire.FRAME_RATES)
  expect(limits.QUALITIES).toEqual(wire.QUALITIES)
  expect(limits.CAPTION_STYLES).toEqual(wire.CAPTION_STYLES)
  expect(limits.CAPTION_MODES).toEqual(wire.CAPTION_MODES)
  expect(limits.CAPTION_SOURCES).toEqual(wire.CAPTION_SOURCES)
  expect(limits.CAPTION_PLACES).toEqual(wire.CAPTION_PLACES)
  expect(limits.OVERLAY_PLACES).toEqual(wire.OVERLAY_PLACES)
  expect(limits.ARCS).toEqual(wire.ARCS)
  expect(limits.ASPECT_RATIOS.toSorted()).toEqual([...WIRE_RATIOS].toSorted())
  expect(limits.RESOLUTIONS).toEqual(wire.CLIP_RESOLUTIONS)
  expect(limits.EXPORT_PRESETS.toSorted()).toEqual([...wire.EXPORT_PRESETS].toSorted())
  expect(limits.MOST_SEGMENTS).toBe(wire.MOST_SEGMENTS)
  expect(limits.TRANSITION_SECONDS).toMatchObject(wire.TRANSITION_SECONDS)
  expect(limits.SEGMENT_DURATION).toMatchObject({ minimum: wire.SEGMENT_DURATION.minimum, maximum: wire.SEGMENT_DURATION.maximum })
  expect(wire.REEL_DURATION.presets).toEqual(expect.arrayContaining([...limits.REEL_PRESETS]))
})

it('let everything through that the editor makes of them', () => {
  const patch = {
    soundtrack: { music: limits.NEW_MUSIC, voice: limits.NEW_VOICE, loudness: limits.LOUDNESS.default },
    cast: Array.from({ length: limits.MOST_CAST }, (_, at) => ({
      id: `c${at}`,
      name: 'x'.repeat(limits.LENGTHS.name),
      description: 'x'.repeat(limits.LENGTHS.description),
      images: Array.from({ length: limits.MOST_CAST_PICTURES }, () => 'ast_1'),
    })),
    brand: { colours: Array.from({ length: limits.MOST_COLOURS }, () => '#7b61ff') },
    settings: { styleText: 'x'.repeat(limits.LENGTHS.styleText) },
    title: 'x'.repeat(limits.LENGTHS.title),
  }
  expect(wire.storyboardPatch.safeParse(patch).error).toBeUndefined()
  const text = (length: number): string => 'x'.repeat(length)
  const { prompt, titleText, narration } = limits.LENGTHS
  const segment = { prompt: text(prompt), titleText: text(titleText), narration: text(narration), duration: 1.5 }
  expect(wire.segmentInput.safeParse(segment).error).toBeUndefined()
  for (const gain of [limits.GAIN.minimum, limits.GAIN.maximum])
    expect(wire.storyMusic.safeParse({ ...limits.NEW_MUSIC, gain }).success).toBe(true)
})
