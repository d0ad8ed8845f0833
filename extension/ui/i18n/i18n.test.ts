import { CAMERA_MOVES, INTENSITIES } from 'shared/camera'
import { STAGES, STATUSES } from 'shared/progress'
import { CATEGORIES, LIGHTINGS, OVERLAYS, PLATFORMS, STYLES, TEMPLATES } from 'shared/strategy'
import { makeProblem, PARALLAX, PROBLEM_ACTIONS, PROBLEM_CODES } from 'shared/wire'
import { describe, expect, it } from 'vitest'
import { english } from './english/index.ts'
import { german } from './german/index.ts'
import { chooseLanguage, createTranslator, LANGUAGES } from './index.ts'
import { adjustmentText, failureText, problemText } from './problem-text.ts'

/** Every text of a language by its key. */
function flatten(texts: object, prefix = ''): ReadonlyMap<string, string> {
  const entries = Object.entries(texts).flatMap(([key, value]: [string, unknown]): [string, string][] => {
    if (typeof value === 'string') return [[`${prefix}${key}`, value]]
    return typeof value === 'object' && value !== null ? [...flatten(value, `${prefix}${key}.`)] : []
  })
  return new Map(entries)
}

const placeholders = (text: string): readonly string[] => [...text.matchAll(/\{\{\w+\}\}/g)].map(([found]) => found).toSorted()

describe('languages', () => {
  const [reference, translated] = [flatten(english), flatten(german)]

  it('have every key, and none that is not read', () => {
    expect([...translated.keys()].toSorted()).toEqual([...reference.keys()].toSorted())
  })

  it('fill in the same values in every text', () => {
    for (const [key, text] of reference) expect(placeholders(translated.get(key) ?? ''), key).toEqual(placeholders(text))
  })

  it('leave no text empty', () => {
    for (const text of [...reference.values(), ...translated.values()]) expect(text.trim()).not.toBe('')
  })

  it('are all offered by their own names', async () => {
    expect(Object.keys(LANGUAGES)).toEqual(['en', 'de'])
    const { t } = await createTranslator('de')
    expect(t('shell.gallery')).toBe('Galerie')
    expect(t('picker.pageCount', { count: 1 })).toBe('1 Bild auf dieser Seite')
    expect(t('picker.pageCount', { count: 3 })).toBe('3 Bilder auf dieser Seite')
  })
})

describe('chooseLanguage', () => {
  it('takes what was chosen, else the first language of the browser that there is', () => {
    expect(chooseLanguage('de', ['en-GB'])).toBe('de')
    expect(chooseLanguage(null, ['fr-FR', 'de-AT', 'en'])).toBe('de')
    expect(chooseLanguage(null, ['fr'])).toBe('en')
    expect(chooseLanguage('xx', ['de'])).toBe('de')
  })
})

describe('texts of the wire', () => {
  it('exist for every problem, action, stage, status and move', () => {
    expect(Object.keys(english.problem).toSorted()).toEqual(Object.keys(PROBLEM_CODES).toSorted())
    expect(Object.keys(english.action).toSorted()).toEqual([...PROBLEM_ACTIONS].toSorted())
    expect(Object.keys(english.stages)).toEqual([...STAGES])
    expect(Object.keys(english.statuses)).toEqual(expect.arrayContaining([...STATUSES]))
    expect(Object.keys(english.cameras)).toEqual([...CAMERA_MOVES])
    expect(Object.keys(english.intensities)).toEqual([...INTENSITIES])
  })

  it('exist for every style, light, mood, platform, layout and way of moving apart', () => {
    expect(Object.keys(english.styles)).toEqual([...STYLES])
    expect(Object.keys(english.lightings)).toEqual([...LIGHTINGS])
    expect(Object.keys(english.categories)).toEqual([...CATEGORIES])
    expect(Object.keys(english.platforms)).toEqual(['none', ...PLATFORMS])
    expect(Object.keys(english.templates)).toEqual(['automatic', ...TEMPLATES, 'none'])
    expect(Object.keys(english.overlays)).toEqual(['none', ...OVERLAYS])
    expect(Object.keys(english.gallery.parallax)).toEqual([...PARALLAX])
  })

  it('keep shapes with their colons whole', async () => {
    const { t } = await createTranslator('en')
    expect(t('shapes.9:16')).toBe('TikTok, Reels, Shorts')
  })
})

describe('problemText', () => {
  it('speaks the language of the panel from code and parameters', async () => {
    const { t } = await createTranslator('de')
    const problem = makeProblem('insufficient_budget', 'You are short of $1.50.', { params: { missingUsdMicros: 1_500_000 } })
    expect(problemText(t, problem)).toEqual({
      title: 'Das Budget reicht nicht',
      text: 'Das ginge über das Monatsbudget; es fehlen $1.50.',
      issues: [],
    })
  })

  it('tells credits that are short from a budget that is', async () => {
    const { t } = await createTranslator('en')
    const problem = makeProblem('insufficient_budget', '', { params: { of: 'credits', missingUsdMicros: 1_500_000 } })
    expect(problemText(t, problem).text).toBe('Your credits do not suffice; $1.50 is missing.')
  })

  it('falls back to the words of a newer server', async () => {
    const { t } = await createTranslator('en')
    const shown = problemText(t, { code: 'quota_moon', title: 'Wrong phase', detail: 'Wait for the full moon.', params: {} })
    expect(shown).toEqual({ title: 'Wrong phase', text: 'Wait for the full moon.', issues: [] })
  })

  it('says of each fault what would do', async () => {
    const { t } = await createTranslator('en')
    const problem = makeProblem('invalid_request', 'Two fields are wrong.', {
      issues: [
        { path: 'duration', message: 'too long', range: { minimum: 3, maximum: 10 } },
        { path: 'frameRate', message: 'not offered', allowed: [24, 30, 60] },
        { path: '', message: 'a prompt or an image is needed' },
      ],
    })
    expect(problemText(t, problem).issues).toEqual(['duration: 3 to 10', 'frameRate: 24, 30, 60', 'a prompt or an image is needed'])
  })

  it('says what a provider refused and what to do about it', async () => {
    const { t } = await createTranslator('en')
    const text = (code: 'provider_rejected' | 'provider_failed' | 'content_policy', params: Record<string, string>): string =>
      problemText(t, makeProblem(code, 'In the server’s words.', { params: { provider: 'Runway', ...params } })).text
    expect(text('provider_rejected', { reason: 'key' })).toMatch(/^Runway does not accept the key/)
    expect(text('provider_rejected', { reason: 'credit' })).toMatch(/no credit left/)
    expect(text('provider_rejected', { reason: 'new' })).toMatch(/^Change the prompt or the picture/)
    expect(text('provider_failed', { reason: 'expired' })).toBe('The result at Runway is no longer there.')
    expect(text('content_policy', { side: 'input', subject: 'image' })).toBe('Runway refused a picture. Choose another.')
    expect(text('content_policy', { side: 'input', subject: 'video' })).toMatch(/^Runway refused the request/)
    expect(text('content_policy', { side: 'output', subject: 'text' })).toMatch(/withheld it/)
  })

  it('says why a project cannot be opened and what to do', async () => {
    const [english, german] = [await createTranslator('en'), await createTranslator('de')]
    const problem = makeProblem('media_invalid', 'In the server’s words.', {
      params: { reason: 'newer_version', version: 2, supported: 1 },
    })
    expect(problemText(english.t, problem).text).toBe('It was written by a newer Pagereel. Update the backend, then open it again.')
    expect(problemText(german.t, problem).text).toMatch(/^Es stammt von einem neueren Pagereel/)
    const damaged = makeProblem('media_invalid', '', { params: { reason: 'wrong_hash', file: 'media/segments-01-take-01.mp4' } })
    expect(problemText(english.t, damaged).text).toContain('media/segments-01-take-01.mp4')
    expect(problemText(english.t, makeProblem('media_invalid', '', { params: { reason: 'empty' } })).text).toBe('Choose another file.')
  })

  it('names every failure of a request in a line', async () => {
    const { t } = await createTranslator('en')
    expect(failureText(t, { kind: 'offline' })).toBe('The backend does not answer')
    expect(failureText(t, { kind: 'problem', problem: makeProblem('storage_full', 'Full.') })).toMatch(/^The disk is full\. /)
  })
})

describe('adjustmentText', () => {
  it('speaks from the code, else in the words of the server', async () => {
    const { t } = await createTranslator('en')
    const adjustment = { field: 'duration', code: 'duration_bought_longer', asked: 5, bought: 6, got: 5, why: 'w' }
    expect(adjustmentText(t, adjustment)).toBe('6 s were made and cut to 5 s.')
    expect(adjustmentText(t, { ...adjustment, code: 'something_new' })).toBe('w')
    const enlarged = { field: 'resolution', asked: '1080p', code: 'upscaledFrom', why: 'w' }
    expect(adjustmentText(t, { ...enlarged, bought: '1280x720', got: '1080p' })).toBe('Enlarged from 1280x720.')
    expect(adjustmentText(t, { ...enlarged, got: '640x360' })).toBe('Enlarged from 640x360.')
  })
})
