import { Check, Clapperboard } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Segment } from 'shared/wire'
import { Button, classes, Dialog, Field, useReducedMotion } from '../../ui/index.ts'
import { Picture } from '../picture.tsx'
import { chosenTake } from '../story-facts.ts'
import { useEditor } from '../use-editor.ts'
import { useAssets, useMedia, useTakeFiles } from '../use-reel.ts'

type Take = Segment['takes'][number]

/** The clips that were made for a segment, and the one that it shows. Each plays while it is pointed at or has the focus. */
export function TakePicker({ segment }: { readonly segment: Segment }) {
  const { t } = useTranslation()
  const { edit } = useEditor()
  const [choosing, setChoosing] = useState(false)
  const chosen = chosenTake(segment)
  return (
    <Field
      title={t('takes.title')}
      aside={segment.takes.length === 0 ? t('takes.none') : t('takes.count', { count: segment.takes.length })}
    >
      <ul aria-label={t('takes.title')} className="flex flex-wrap gap-2">
        {segment.takes.map((take, index) => (
          <li key={take.jobId ?? take.assetId ?? index}>
            <TakeButton
              take={take}
              position={index + 1}
              chosen={take === chosen}
              onChoose={() => edit({ op: 'choose', segmentId: segment.id, choice: choiceOf(take) })}
            />
          </li>
        ))}
      </ul>
      <Button
        size="small"
        look="quiet"
        className="self-start"
        icon={<Clapperboard aria-hidden className="size-3.5" />}
        onClick={() => setChoosing(true)}
      >
        {t('takes.fromGallery')}
      </Button>
      {choosing ? (
        <ClipDialog
          onClose={() => setChoosing(false)}
          onChosen={(assetId) => {
            setChoosing(false)
            edit({ op: 'take', segmentId: segment.id, take: { assetId } })
          }}
        />
      ) : null}
    </Field>
  )
}

function choiceOf({ jobId, assetId }: Take): { jobId: string } | { assetId: string } {
  return jobId === undefined ? { assetId: assetId ?? '' } : { jobId }
}

interface TakeButtonProps {
  readonly take: Take
  readonly position: number
  readonly chosen: boolean
  readonly onChoose: () => void
}

function TakeButton({ take, position, chosen, onChoose }: TakeButtonProps) {
  const { t } = useTranslation()
  const { video, poster } = useTakeFiles(take)
  const [over, setOver] = useState(false)
  const reduced = useReducedMotion()
  const src = useMedia(over && !reduced ? video : null)
  return (
    <button
      type="button"
      aria-pressed={chosen}
      aria-label={t('takes.take', { position })}
      onClick={onChoose}
      onPointerEnter={() => setOver(true)}
      onPointerLeave={() => setOver(false)}
      onFocus={() => setOver(true)}
      onBlur={() => setOver(false)}
      className={classes(
        'relative block h-24 w-16 overflow-hidden rounded-xl border-2 transition',
        chosen ? 'border-accent shadow-glow' : 'border-line hover:border-control',
      )}
    >
      <Picture asset={poster} alt="" className="absolute inset-0" />
      {src === null ? null : (
        <video src={src} muted autoPlay loop playsInline aria-hidden className="absolute inset-0 size-full object-cover" />
      )}
      <span className="absolute inset-x-0 inset-be-0 flex items-center justify-between bg-scrim px-1.5 py-0.5 text-[10px] text-on-media tabular-nums">
        {position}
        {chosen ? <Check aria-hidden className="size-3" /> : null}
      </span>
    </button>
  )
}

const SHOWN = 40

function ClipDialog({ onClose, onChosen }: { readonly onClose: () => void; readonly onChosen: (assetId: string) => void }) {
  const { t } = useTranslation()
  const clips = useAssets('video', SHOWN)
  return (
    <Dialog open onClose={onClose} title={t('takes.chooseTitle')} description={t('takes.chooseText')} quiet>
      <ul aria-label={t('takes.chooseTitle')} className="grid grid-cols-3 gap-2">
        {(clips ?? []).map((clip, index) => (
          <li key={clip.id}>
            <ClipButton
              assetId={clip.id}
              label={clip.title ?? t('takes.clip', { position: index + 1 })}
              onChoose={() => onChosen(clip.id)}
            />
          </li>
        ))}
      </ul>
      {clips !== undefined && clips.length === 0 ? <p className="py-4 text-center text-xs text-muted">{t('takes.noClips')}</p> : null}
    </Dialog>
  )
}

function ClipButton({ assetId, label, onChoose }: { readonly assetId: string; readonly label: string; readonly onChoose: () => void }) {
  const { video, poster } = useTakeFiles({ assetId, chosen: false })
  // A clip that was handed over has no poster: its first frame stands for it.
  const first = useMedia(poster === null ? video : null)
  return (
    <button
      type="button"
      aria-label={label}
      onClick={onChoose}
      className="block aspect-[4/5] w-full overflow-hidden rounded-xl border border-line transition hover:border-accent hover:shadow-glow"
    >
      {first === null ? (
        <Picture asset={poster} alt="" className="size-full" />
      ) : (
        <video src={first} muted playsInline preload="metadata" aria-hidden className="size-full object-cover" />
      )}
    </button>
  )
}
