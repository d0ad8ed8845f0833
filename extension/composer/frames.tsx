import { ImagePlus, LoaderCircle, X } from 'lucide-react'
import { useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, Disclosure, failureText, Field, IconButton, Notice } from '../ui/index.ts'
import type { ChosenPicture } from './chosen.ts'
import { Faulty } from './field-faults.tsx'
import type { ComposerForm } from './form.ts'
import { FILE_MAXIMUM_BYTES } from './limits.ts'
import type { Reach } from './maker/reach.ts'
import type { ComposerPorts } from './ports.ts'
import { useStoredMedia } from './use-stored-media.ts'

export interface FramesProps {
  readonly ports: Pick<ComposerPorts, 'upload' | 'media' | 'checkPicture'>
  readonly form: Pick<ComposerForm, 'lastImage' | 'references'>
  readonly picture: ChosenPicture | null
  readonly reach: Pick<Reach, 'lastImage' | 'references'>
  readonly onChange: (part: Partial<ComposerForm>) => void
}

/** The picture that the clip is to end on, and those that it is to look like, where somebody takes them. */
export function Frames({ ports, form, picture, reach, onChange }: FramesProps) {
  const { t } = useTranslation()
  const { lastImage, references } = form
  const takesLast = reach.lastImage && picture !== null
  if (!takesLast && reach.references === 0) return null
  const shown = references.slice(0, reach.references)
  const count = (takesLast && lastImage !== null ? 1 : 0) + shown.length
  return (
    <Faulty of={['lastImage', 'references']}>
      <Disclosure title={t('ask.frames')} now={t('ask.framesNow', { count })}>
        {takesLast ? (
          <Field title={t('ask.last')} hint={t('ask.lastHint')}>
            {lastImage === null ? (
              <AddPicture ports={ports} label={`${t('ask.add')}: ${t('ask.last')}`} onAdd={(id) => onChange({ lastImage: id })} />
            ) : (
              <Thumbnail
                assetId={lastImage}
                name={t('ask.last')}
                removal={t('ask.removeLast')}
                media={ports.media}
                onRemove={() => onChange({ lastImage: null })}
              />
            )}
          </Field>
        ) : null}
        {reach.references === 0 ? null : (
          <Field title={t('ask.references')} hint={t('ask.referencesHint', { count: reach.references })}>
            <ul className="flex flex-wrap gap-2">
              {shown.map((id, index) => (
                <li key={id}>
                  <Thumbnail
                    assetId={id}
                    name={t('ask.reference', { position: index + 1 })}
                    removal={t('ask.removeReference', { position: index + 1 })}
                    media={ports.media}
                    onRemove={() => onChange({ references: references.filter((each) => each !== id) })}
                  />
                </li>
              ))}
            </ul>
            {shown.length >= reach.references ? null : (
              <AddPicture
                ports={ports}
                label={`${t('ask.add')}: ${t('ask.references')}`}
                onAdd={(id) => onChange({ references: [...references.filter((each) => each !== id), id] })}
              />
            )}
          </Field>
        )}
      </Disclosure>
    </Faulty>
  )
}

interface AddPictureProps {
  readonly ports: FramesProps['ports']
  readonly label: string
  readonly onAdd: (assetId: string) => void
}

/** Hands a file over at once: only a picture that the backend has can be named in a request. */
function AddPicture({ ports, label, onAdd }: AddPictureProps) {
  const { t } = useTranslation()
  const input = useRef<HTMLInputElement>(null)
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<string | null>(null)
  const add = async (file: File): Promise<void> => {
    setBusy(true)
    setFault(null)
    const checked = file.size <= FILE_MAXIMUM_BYTES && (await ports.checkPicture(file)).ok
    const upload = { sourceType: 'uploaded', ...(file.name === '' ? {} : { filename: file.name }) } as const
    const reply = checked ? await ports.upload(file, upload) : null
    setBusy(false)
    if (reply === null) setFault(t('picker.notPicture'))
    else if (reply.kind === 'ok') onAdd(reply.value.id)
    else setFault(t('ask.addFailed', { reason: failureText(t, reply) }))
  }
  return (
    <div className="flex flex-col gap-1.5">
      <Button
        size="small"
        busy={busy}
        className="self-start"
        aria-label={label}
        icon={<ImagePlus aria-hidden className="size-3.5" />}
        onClick={() => input.current?.click()}
      >
        {t('ask.add')}
      </Button>
      <input
        ref={input}
        type="file"
        accept="image/png,image/jpeg,image/webp,image/avif,image/gif"
        aria-label={label}
        className="sr-only"
        tabIndex={-1}
        onChange={(event) => {
          const [chosen] = event.target.files ?? []
          if (chosen !== undefined) void add(chosen)
          event.target.value = ''
        }}
      />
      {fault === null ? null : (
        <Notice tone="danger" announce="assertive">
          {fault}
        </Notice>
      )}
    </div>
  )
}

interface ThumbnailProps {
  readonly assetId: string
  readonly name: string
  readonly removal: string
  readonly media: ComposerPorts['media']
  readonly onRemove: () => void
}

function Thumbnail({ assetId, name, removal, media, onRemove }: ThumbnailProps) {
  const id = useId()
  const shown = useStoredMedia(media, assetId)
  return (
    <figure aria-labelledby={id} className="relative size-20 overflow-hidden rounded-xl border border-line checker">
      {shown === null || shown === 'gone' ? (
        <LoaderCircle aria-hidden className="absolute inset-0 m-auto size-4 text-muted" />
      ) : (
        <img alt={name} src={shown.url} className="size-full object-cover" />
      )}
      <figcaption id={id} className="sr-only">
        {name}
      </figcaption>
      <IconButton
        size="small"
        look="media"
        label={removal}
        className="absolute! inset-e-1 inset-bs-1 bg-scrim"
        icon={<X aria-hidden className="size-3.5" />}
        onClick={onRemove}
      />
    </figure>
  )
}
