import type { TFunction } from 'i18next'
import type { Job } from 'shared/wire'

export const STEP_NAMES = [
  'start_frame',
  'next_frame',
  'segment',
  'voice',
  'music',
  'transcript',
  'check_frames',
  'sound',
  'captions',
  'stitch',
] as const

/** What a reel is doing just now, in words; the server's own where they are not known here. */
export function stepText(t: TFunction, step: Job['step']): string {
  if (step === null) return t('film.starting')
  const name = STEP_NAMES.find((each) => each === step.name)
  if (name === undefined) return step.name
  return step.total > 1
    ? t('film.stepOf', { step: t(`film.steps.${name}`), index: step.index, total: step.total })
    : t(`film.steps.${name}`)
}
