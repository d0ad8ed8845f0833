import { describe, expect, it } from 'vitest'
import { type Prediction, PREDICTION_VERSION, PREDICTION_VERSIONS, predictionInstruction } from './prediction.ts'

const PLAIN: Prediction = {
  prompt: 'The girl lifts the lantern',
  from: 5,
  to: 10,
  total: 30,
  style: '',
  camera: null,
  lighting: null,
  cast: [],
}

describe('the prediction instruction', () => {
  it('is this for a plain segment', () => {
    expect(predictionInstruction(1, PLAIN)).toBe(
      `The picture is a frame of a film of 30 s. Make the frame that is seen 5 s later: it stands at the end of 5–10 s of 30 s.
What happens in these 5 s: The girl lifts the lantern.
Characters and objects: everybody and everything keeps the same face, body, clothes, shape, size, colours, materials and printed words.
Style: the same as in the picture. Keep its colours, contrast, grain and lens.
Light: the same direction, colour and strength.
Camera: the same position, lens, framing and composition.
Progression: natural and continuous. Change only what can really change in 5 s; nothing appears, vanishes or jumps unless the words above say so. What is not spoken of stays as it is.
Continuity: a clip must be able to go from the picture to the new frame in one unbroken shot.
Give one full frame of the same shape as the picture: no border, no split, no added words.`,
    )
  })

  it('is this where everything is asked for', () => {
    const rich: Prediction = {
      prompt: 'She turns round and laughs!',
      from: 7.5,
      to: 10.25,
      total: 60,
      style: 'Grainy 16 mm film, teal and orange',
      camera: 'orbit',
      lighting: 'golden_hour',
      cast: [
        { name: 'Mira', description: 'a woman of forty in a red coat' },
        { name: 'Bottle', description: '' },
      ],
    }
    expect(predictionInstruction(1, rich)).toBe(
      `The picture is a frame of a film of 60 s. Make the frame that is seen 2.8 s later: it stands at the end of 7.5–10.3 s of 60 s.
What happens in these 2.8 s: She turns round and laughs!
Characters and objects: everybody and everything keeps the same face, body, clothes, shape, size, colours, materials and printed words.
- Mira: a woman of forty in a red coat.
- Bottle
Style: the same as in the picture, Grainy 16 mm film, teal and orange. Keep its colours, contrast, grain and lens.
Light: golden-hour light, low and warm, reached gradually.
Camera: camera orbiting the subject; show where this move has arrived after 2.8 s. Nothing else about the framing changes.
Progression: natural and continuous. Change only what can really change in 2.8 s; nothing appears, vanishes or jumps unless the words above say so. What is not spoken of stays as it is.
Continuity: a clip must be able to go from the picture to the new frame in one unbroken shot.
Give one full frame of the same shape as the picture: no border, no split, no added words.`,
    )
  })

  it('is the same in its second version, which tells apart what further pictures show', () => {
    expect(predictionInstruction(2, { ...PLAIN, cast: [{ name: 'Mira', description: '', pictures: [] }] })).toBe(
      predictionInstruction(1, { ...PLAIN, cast: [{ name: 'Mira', description: '' }] }),
    )
    const cast = [
      { name: 'Mira', description: 'in red', pictures: [2, 4] },
      { name: 'Bottle', description: '', pictures: [3] },
    ]
    expect(predictionInstruction(2, { ...PLAIN, cast })).toBe(
      `Picture 1 is the frame. The others only show what somebody or something looks like, not where it is: Mira in pictures 2, 4; Bottle in picture 3.
${predictionInstruction(1, { ...PLAIN, cast })}`,
    )
  })

  it('has words for a segment without any, and a newest version', () => {
    expect(predictionInstruction(1, { ...PLAIN, prompt: '' })).toContain('the scene goes on quietly.')
    expect(PREDICTION_VERSION).toBe(Math.max(...PREDICTION_VERSIONS))
  })
})
