import { type ResolvedClip, resolvedClip } from 'shared/wire'
import { describe, expect, it } from 'vitest'
import { asSeen, formAgain } from './again.ts'
import { cameraOf, type ComposerForm, DEFAULT_FORM, lightingOf, planOf } from './form.ts'
import { EMBEDDED_REACH } from './maker/reach.ts'
import { toRequest } from './to-request.ts'

const PICTURE = { width: 1600, height: 2000 }

/** What a backend makes of a form's request: its defaults filled in, and what the mood chose. */
function made(form: ComposerForm): ResolvedClip {
  const lighting = lightingOf(form)
  const rest = { style: 'realistic', audio: 'auto', smoothing: 'none', quality: 'draft', fallback: true, fit: 'crop' }
  const chosen = { camera: cameraOf(form), ...(lighting === null ? {} : { lighting }) }
  return resolvedClip.parse({ ...rest, ...toRequest(form, PICTURE, null, EMBEDDED_REACH), ...chosen, image: 'ast_1' })
}

describe('the settings of a clip, again', () => {
  const form: ComposerForm = {
    ...DEFAULT_FORM,
    prompt: 'Now 20 % off',
    duration: 7.5,
    aspectRatio: '1:1',
    resolution: '4k',
    camera: 'path',
    style: 'cinematic',
    lighting: 'neon_noir',
    lightingStrength: 0.3,
    platform: 'instagram',
    template: 'offer',
    overlay: 'confetti',
    fit: 'rectangle',
    hand: { x: 0.5, y: 0.45, scale: 0.5 },
    bars: true,
    parallax: false,
    seed: '42',
    rolledSeed: 9,
  }

  it('are those it was asked for by', () => {
    const again = formAgain(made(form), PICTURE, 9)
    expect({ ...again, hand: form.hand }).toEqual(form)
    expect([again.hand.x, again.hand.y, again.hand.scale]).toEqual([expect.closeTo(0.5), expect.closeTo(0.45), expect.closeTo(0.5)])
  })

  it('leave to the mood what it chose, and keep what was chosen against it', () => {
    const moody = { ...form, mood: 80, camera: null, lighting: null }
    expect(planOf(moody)).not.toBeNull()
    expect(formAgain(made(moody), PICTURE, 9)).toMatchObject({ mood: 80, camera: null, lighting: null })
    expect(formAgain(made({ ...moody, camera: 'orbit' }), PICTURE, 9)).toMatchObject({ camera: 'orbit', lighting: null })
  })

  it('say what was seen of a title, and what the model was told of anything else', () => {
    const request = resolvedClip.parse({ ...made(form), image: undefined, prompt: 'wide shot, room for words', titleText: 'Light' })
    const title = { field: 'prompt', code: 'animated_title', why: 'no picture' }
    expect(asSeen({ request, adjustments: [title] })).toMatchObject({ prompt: 'Light' })
    expect(asSeen({ request, adjustments: [] })).toMatchObject({ prompt: 'wide shot, room for words' })
    expect(asSeen({ request, adjustments: [title] })).not.toHaveProperty('titleText')
  })

  it('do without the picture where it is gone', () => {
    expect(formAgain(made(form), null, 9).fit).toBe('crop')
  })
})
