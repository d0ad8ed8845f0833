import { RotateCcw } from 'lucide-react'
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { StreamState } from '../api/index.ts'
import { INTENSITIES } from 'shared/camera'
import {
  Button,
  Field,
  formatNumber,
  MotionPreview,
  Segmented,
  type Shot,
  Skeleton,
  Slider,
  TitleBackdrop,
  TitleWords,
  useReducedMotion,
  useToast,
} from '../ui/index.ts'
import { CameraCards } from './camera-cards.tsx'
import { ChosenPicture } from './chosen-picture.tsx'
import { FitField } from './fit-field.tsx'
import { fitOf, frameOf, seedOf, shapeOf } from './form.ts'
import { GenerateBar } from './generate-bar.tsx'
import { DURATION } from './limits.ts'
import { MoreSettings } from './more-settings.tsx'
import { DropZone, PicturePicker } from './picture-picker.tsx'
import type { ComposerPorts } from './ports.ts'
import { PromptField } from './prompt-field.tsx'
import { ShapeCards } from './shape-cards.tsx'
import { type Draft, useDraft } from './use-draft.ts'
import { useGenerate } from './use-generate.ts'
import { usePageImages } from './use-page-images.ts'
import { usePictureTaking } from './use-picture-taking.ts'
import { useUpload } from './use-upload.ts'

export interface ComposerProps {
  readonly ports: ComposerPorts
  readonly connection: StreamState
  /** Whether the composer is in sight; only then does it look at pages and listen to keys. */
  readonly active: boolean
  /** What became of the latest requests; shown below the form. */
  readonly children?: ReactNode
}

/** The Create tab: from a picture or a line to a clip. What is in it survives the closing of the panel. */
export function Composer({ ports, connection, active, children }: ComposerProps) {
  const draft = useDraft(ports)
  if (!draft.ready) return <Skeleton className="m-3 h-64" />
  return (
    <ComposerForm ports={ports} connection={connection} active={active} draft={draft}>
      {children}
    </ComposerForm>
  )
}

function ComposerForm({ ports, connection, active, draft, children }: ComposerProps & { readonly draft: Draft }) {
  const { t, i18n } = useTranslation()
  const toast = useToast()
  const { form, picture, change, choose } = draft
  const [choosing, setChoosing] = useState(picture === null)
  const { images, scan } = usePageImages(ports.reader, active && (choosing || picture === null))
  const take = useCallback<(next: NonNullable<Parameters<Draft['choose']>[0]>) => void>(
    (next) => {
      choose(next)
      setChoosing(false)
    },
    [choose],
  )
  const taking = usePictureTaking(ports, take)
  useUpload(ports.upload, picture, choose, connection === 'live')
  const below = useRef<HTMLDivElement>(null)
  const reduced = useReducedMotion()
  const { sent } = draft
  const onSent = useCallback(() => {
    sent()
    below.current?.scrollIntoView({ block: 'center', behavior: reduced ? 'instant' : 'smooth' })
  }, [sent, reduced])
  const generate = useGenerate({ ports, form, picture, offline: connection === 'offline', onSent })
  const shot = useShot(draft)
  useComposerKeys(active, generate.press, (transfer) => {
    const handed = ports.fromTransfer(transfer)
    if (handed.length > 0) taking.takeHanded(handed)
    return handed.length > 0
  })
  const prompt = form.prompt.trim()
  const seconds = t('composer.durationValue', { value: formatNumber(form.duration, i18n.language) })

  return (
    <DropZone onDrop={(transfer) => taking.takeHanded(ports.fromTransfer(transfer))}>
      <h1 className="sr-only">{t('composer.title')}</h1>
      <div className="flex flex-col gap-4 p-3">
        {picture === null && prompt === '' ? null : (
          <MotionPreview shot={shot} overlay={picture === null ? <TitleWords text={prompt} /> : null}>
            <TitleBackdrop />
          </MotionPreview>
        )}
        {picture === null ? null : (
          <ChosenPicture
            picture={picture}
            original={picture.rung === 'screenshot' || picture.rung === 'canvas' ? taking.original : null}
            onChange={() => setChoosing(!choosing)}
            onRemove={() => choose(null)}
          />
        )}
        {choosing || picture === null ? (
          <PicturePicker images={images} taking={taking} requestAccess={(origin) => ports.reader.requestAccess(origin)} onScan={scan} />
        ) : null}
        <PromptField value={form.prompt} hasPicture={picture !== null} onChange={(prompt) => change({ prompt })} />
        <ShapeCards
          value={shapeOf(form, picture)}
          automatic={form.aspectRatio === null && picture !== null}
          onChange={(aspectRatio) => change({ aspectRatio })}
        />
        {picture === null ? null : <FitField form={form} picture={picture} frame={frameOf(form, picture)} onChange={change} />}
        <CameraCards value={form.camera} shot={shot} onChange={(camera) => change({ camera })} />
        <Field title={t('composer.intensity')}>
          <Segmented
            label={t('composer.intensity')}
            value={form.motionIntensity}
            options={INTENSITIES.map((value) => ({ value, label: t(`intensities.${value}`) }))}
            onChange={(motionIntensity) => change({ motionIntensity })}
          />
        </Field>
        <Field title={t('composer.duration')} aside={seconds}>
          <Slider
            label={t('composer.duration')}
            value={form.duration}
            minimum={DURATION.minimum}
            maximum={DURATION.maximum}
            step={DURATION.step}
            valueText={seconds}
            onChange={(duration) => change({ duration })}
          />
        </Field>
        <MoreSettings form={form} onChange={change} />
        <Button
          look="quiet"
          size="small"
          className="self-end"
          icon={<RotateCcw aria-hidden className="size-3.5" />}
          onClick={() => {
            const undo = draft.reset()
            toast({ text: t('composer.resetDone'), action: { label: t('common.undo'), run: undo } })
          }}
        >
          {t('composer.reset')}
        </Button>
        <GenerateBar {...generate.bar} onGenerate={generate.press} />
        <div ref={below}>{children}</div>
      </div>
    </DropZone>
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
      move: form.camera,
      intensity: form.motionIntensity,
      seed: seedOf(form),
      duration: form.duration,
      frameRate: form.frameRate,
    }
  }, [form, url, width, height, focus, subject])
}

/** Ctrl or Cmd with Enter generates from anywhere in the panel; a picture can be pasted anywhere but into a field. */
function useComposerKeys(active: boolean, generate: () => void, paste: (transfer: DataTransfer) => boolean): void {
  useEffect(() => {
    if (!active) return undefined
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.repeat) return undefined
      event.preventDefault()
      generate()
    }
    const onPaste = (event: ClipboardEvent): void => {
      const transfer = event.clipboardData
      if (transfer === null) return undefined
      const inField = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement
      // Text goes into the field that has the focus; a picture has no place there.
      if (inField && transfer.files.length === 0) return undefined
      if (paste(transfer)) event.preventDefault()
    }
    document.addEventListener('keydown', onKeyDown)
    document.addEventListener('paste', onPaste)
    return () => {
      document.removeEventListener('keydown', onKeyDown)
      document.removeEventListener('paste', onPaste)
    }
  }, [active, generate, paste])
}
