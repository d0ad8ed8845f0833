import { type ReactNode, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { INTENSITIES } from 'shared/camera'
import { Field, ImprovePrompt, MotionPreview, Segmented, type Shot, TitleBackdrop, TitleWords } from '../ui/index.ts'
import { CameraCards } from './camera-cards.tsx'
import { ChosenPicture } from './chosen-picture.tsx'
import { DurationField } from './duration-field.tsx'
import { Faulty } from './field-faults.tsx'
import { Frames } from './frames.tsx'
import { FitField } from './fit-field.tsx'
import { cameraOf, fitOf, frameOf, lightingOf, planOf, seedOf, shapeOf, templateOf } from './form.ts'
import { LightSettings } from './looks/light-settings.tsx'
import { MoodSettings } from './looks/mood-settings.tsx'
import { OverlayChips } from './looks/overlay-chips.tsx'
import { PlatformChips } from './looks/platform-chips.tsx'
import { SafeZone } from './looks/safe-zone.tsx'
import { StyleCards } from './looks/style-cards.tsx'
import { TemplateCards } from './looks/template-cards.tsx'
import type { Reach } from './maker/reach.ts'
import { MoreSettings } from './more-settings.tsx'
import { PathEditor } from './path/path-editor.tsx'
import { PicturePicker } from './picture-picker.tsx'
import type { ComposerPorts } from './ports.ts'
import { PromptField } from './prompt-field.tsx'
import { ShapeCards } from './shape-cards.tsx'
import type { Draft } from './use-draft.ts'
import { usePageImages } from './use-page-images.ts'
import type { PictureTaking } from './use-picture-taking.ts'

export interface NewClipProps {
  readonly ports: ComposerPorts
  readonly active: boolean
  readonly draft: Draft
  readonly taking: PictureTaking
  readonly reach: Reach
  readonly offline: boolean
}

/** The settings of a clip that is made anew: of what, how it is filmed and how it looks. */
export function NewClip({ ports, active, draft, taking, reach, offline }: NewClipProps) {
  const { t } = useTranslation()
  const { form, picture, change } = draft
  const plan = planOf(form)
  const shot = useShot(draft)
  const path = useMemo(() => ({ path: form.path }), [form.path])
  /** Words that are drawn into the clip, or that a whole story is planned from, are no description of one shot. */
  const drawn = form.reelSeconds !== null || (reach.embedded && (picture === null || templateOf(form, true) !== null))
  const move = typeof shot.move === 'string' ? shot.move : 'path'
  return (
    <>
      <Preview draft={draft} shot={shot} reach={reach} />
      <Picture ports={ports} active={active} draft={draft} taking={taking} />
      <Faulty of={['prompt', 'image']}>
        <PromptField value={form.prompt} hasPicture={picture !== null} reach={reach} onChange={(prompt) => change({ prompt })}>
          {drawn ? null : (
            <ImprovePrompt
              value={form.prompt}
              offline={offline}
              ask={(prompt) => ports.improvePrompt({ prompt, duration: form.duration })}
              onChange={(prompt) => change({ prompt })}
            />
          )}
        </PromptField>
      </Faulty>
      <Frames ports={ports} form={form} picture={picture} reach={reach} onChange={change} />
      {reach.options.has('template') ? (
        <Faulty of={['providerOptions.template']}>
          <TemplateCards
            value={form.template}
            hasPicture={picture !== null}
            hasWords={form.prompt.trim() !== ''}
            onChange={(template) => change({ template })}
          />
        </Faulty>
      ) : null}
      {reach.options.has('overlay') ? (
        <Faulty of={['providerOptions.overlay']}>
          <OverlayChips value={form.overlay} onChange={(overlay) => change({ overlay })} />
        </Faulty>
      ) : null}
      <Faulty of={['platform']}>
        <PlatformChips value={form.platform} onChange={change} />
      </Faulty>
      <Faulty of={['aspectRatio']}>
        <ShapeCards
          value={shapeOf(form, picture)}
          automatic={form.aspectRatio === null && picture !== null}
          onChange={(aspectRatio) => change({ aspectRatio })}
        />
      </Faulty>
      {picture === null ? null : (
        <Faulty of={['fit']}>
          <FitField form={form} picture={picture} frame={frameOf(form, picture)} onChange={change} />
        </Faulty>
      )}
      <Faulty of={['style']}>
        <StyleCards value={form.style} onChange={(style) => change({ style })} />
      </Faulty>
      <Faulty of={['lighting', 'providerOptions.lightingStrength']}>
        <LightSettings form={form} byMood={plan?.lighting ?? null} reach={reach} onChange={change} />
      </Faulty>
      <Faulty of={['mood']}>
        <MoodSettings form={form} plan={plan} onChange={change} />
      </Faulty>
      <Faulty of={['camera']}>
        <CameraCards
          value={move}
          byMood={form.camera === null && plan !== null}
          wins={form.camera !== null && plan !== null}
          shot={shot}
          path={path}
          onChange={(camera) => change({ camera })}
        >
          {move === 'path' ? <PathEditor shot={shot} path={form.path} onChange={(path) => change({ path })} /> : null}
        </CameraCards>
      </Faulty>
      <Faulty of={['motionIntensity']}>
        <Field title={t('composer.intensity')}>
          <Segmented
            label={t('composer.intensity')}
            value={form.motionIntensity}
            options={INTENSITIES.map((value) => ({ value, label: t(`intensities.${value}`) }))}
            onChange={(motionIntensity) => change({ motionIntensity })}
          />
        </Field>
      </Faulty>
      <Faulty of={['duration']}>
        <DurationField form={form} maximum={reach.durationMaximum} onChange={change} />
      </Faulty>
      <Faulty of={['resolution', 'frameRate', 'seed', 'negativePrompt', 'audio', 'providerOptions.bars', 'providerOptions.parallax']}>
        <MoreSettings form={form} restyles={false} hasPicture={picture !== null} reach={reach} onChange={change} />
      </Faulty>
    </>
  )
}

/** The clip before it is made, with what it does not show yet said below. */
function Preview({ draft, shot, reach }: { readonly draft: Draft; readonly shot: Shot; readonly reach: Reach }) {
  const { t } = useTranslation()
  const { form, picture } = draft
  const prompt = form.prompt.trim()
  if (picture === null && prompt === '') return null
  const styled = form.style !== 'realistic' || lightingOf(form) !== null
  const laidOut = picture === null || templateOf(form, true) !== null
  const engineNotes = [
    ...(laidOut ? [t('template.impression')] : styled ? [t('look.atGenerate')] : []),
    ...(picture !== null && picture.subject !== null && form.parallax ? [t('look.apart')] : []),
  ]
  const notes = reach.embedded ? engineNotes : [t('maker.impression')]
  const overlay: ReactNode = (
    <>
      {picture === null ? <TitleWords text={prompt} /> : null}
      {form.platform === null ? null : <SafeZone platform={form.platform} shape={shapeOf(form, picture)} />}
    </>
  )
  return (
    <div className="flex flex-col gap-1.5">
      <MotionPreview shot={shot} overlay={overlay}>
        <TitleBackdrop />
      </MotionPreview>
      {notes.map((note) => (
        <p key={note} className="text-[11px] text-muted">
          {note}
        </p>
      ))}
    </div>
  )
}

/** The picture that was chosen, or the ways to one. */
function Picture({ ports, active, draft, taking }: Omit<NewClipProps, 'reach' | 'offline'>) {
  const { picture, choose } = draft
  const [asked, setAsked] = useState<string | null>(null)
  // Another picture closes the picker again.
  const choosing = picture === null || asked === picture.url
  const { images, scan } = usePageImages(ports.reader, active && choosing)
  return (
    <>
      {picture === null ? null : (
        <ChosenPicture
          picture={picture}
          original={picture.rung === 'screenshot' || picture.rung === 'canvas' ? taking.original : null}
          onChange={() => setAsked(choosing ? null : picture.url)}
          onRemove={() => choose(null)}
        />
      )}
      {choosing ? (
        <PicturePicker images={images} taking={taking} requestAccess={(origin) => ports.reader.requestAccess(origin)} onScan={scan} />
      ) : null}
    </>
  )
}

/** The shot that the form describes, the same object as long as nothing of it has changed. */
function useShot({ form, picture }: Draft): Shot {
  const { url, width, height, focus, subject } = picture ?? { url: null, width: 0, height: 0, focus: null, subject: null }
  return useMemo(() => {
    const size = url === null ? null : { width, height }
    return {
      picture: url === null ? null : { url, width, height, focus, subject },
      frame: frameOf(form, size),
      fit: fitOf(form, size),
      move: cameraOf(form),
      intensity: form.motionIntensity,
      seed: seedOf(form),
      duration: form.duration,
      frameRate: form.frameRate,
    }
  }, [form, url, width, height, focus, subject])
}
