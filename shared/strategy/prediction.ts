import type { CameraMove } from '../camera/index.ts'
import type { Lighting } from './names.ts'
import { CAMERA_WORDS, LIGHTING_WORDS } from './words.ts'

/** Somebody or something that must look the same in every frame. */
export interface PredictedMember {
  readonly name: string
  readonly description: string
  /** Which of the pictures that are given show it, counted from 1, the frame; none where left out. */
  readonly pictures?: readonly number[]
}

/** A frame that an image-editing model is to make from an earlier one of the same shot. Times are in seconds of the whole film. */
export interface Prediction {
  /** What happens between the two frames. */
  readonly prompt: string
  /** When the frame that is given was. */
  readonly from: number
  /** When the frame that is made is. */
  readonly to: number
  /** How long the whole film is. */
  readonly total: number
  /** How all frames look; empty where nothing is said. */
  readonly style: string
  /** Null: the camera stays where it is. */
  readonly camera: CameraMove | null
  /** Null: the light stays as it is. */
  readonly lighting: Lighting | null
  readonly cast: readonly PredictedMember[]
}

/** Every wording of the instruction that frames may have been made with. */
export const PREDICTION_VERSIONS = [1, 2] as const
export type PredictionVersion = (typeof PREDICTION_VERSIONS)[number]
/** The wording that new frames are made with. */
export const PREDICTION_VERSION: PredictionVersion = 2

const VERSIONS: Readonly<Record<PredictionVersion, (prediction: Prediction) => string>> = { 1: first, 2: second }

/**
 * What an image-editing model is told to predict the next frame of a continuous film. A version's words never change: frames are kept by
 * them.
 */
export function predictionInstruction(version: PredictionVersion, prediction: Prediction): string {
  return VERSIONS[version](prediction)
}

function first({ prompt, from, to, total, style, camera, lighting, cast }: Prediction): string {
  const passed = seconds(to - from)
  return [
    `The picture is a frame of a film of ${seconds(total)} s. Make the frame that is seen ${passed} s later: it stands at the end of ${seconds(from)}–${seconds(to)} s of ${seconds(total)} s.`,
    `What happens in these ${passed} s: ${sentence(prompt === '' ? 'the scene goes on quietly' : prompt)}`,
    'Characters and objects: everybody and everything keeps the same face, body, clothes, shape, size, colours, materials and printed words.',
    ...cast.map(({ name, description }) => `- ${description === '' ? name : sentence(`${name}: ${description}`)}`),
    `Style: the same as in the picture${style === '' ? '.' : `, ${sentence(style)}`} Keep its colours, contrast, grain and lens.`,
    lighting === null ? 'Light: the same direction, colour and strength.' : `Light: ${LIGHTING_WORDS[lighting]}, reached gradually.`,
    camera === null
      ? 'Camera: the same position, lens, framing and composition.'
      : `Camera: ${CAMERA_WORDS[camera]}; show where this move has arrived after ${passed} s. Nothing else about the framing changes.`,
    `Progression: natural and continuous. Change only what can really change in ${passed} s; nothing appears, vanishes or jumps unless the words above say so. What is not spoken of stays as it is.`,
    'Continuity: a clip must be able to go from the picture to the new frame in one unbroken shot.',
    'Give one full frame of the same shape as the picture: no border, no split, no added words.',
  ].join('\n')
}

/** As the first, and says what pictures besides the frame are for. */
function second(prediction: Prediction): string {
  const shown = prediction.cast.flatMap(({ name, pictures = [] }) => {
    const [one, ...more] = pictures
    if (one === undefined) return []
    return [more.length === 0 ? `${name} in picture ${one}` : `${name} in pictures ${pictures.join(', ')}`]
  })
  if (shown.length === 0) return first(prediction)
  const what = `Picture 1 is the frame. The others only show what somebody or something looks like, not where it is: ${shown.join('; ')}.`
  return `${what}\n${first(prediction)}`
}

/** At most one decimal, as people write it. */
function seconds(value: number): string {
  return String(Math.round(value * 10) / 10)
}

function sentence(text: string): string {
  const trimmed = text.trim()
  return /[.!?…。！？]["'”’)]*$/.test(trimmed) ? trimmed : `${trimmed}.`
}
