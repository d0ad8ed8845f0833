import { Clapperboard, RotateCcw } from 'lucide-react'
import { type ReactNode, useCallback, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { StreamState } from '../api/index.ts'
import { Button, Skeleton, useReducedMotion, useToast, useWatched } from '../ui/index.ts'
import { FaultScope } from './field-faults.tsx'
import { GenerateBar } from './generate-bar.tsx'
import { MadeBy } from './maker/made-by.tsx'
import { NewClip } from './new-clip.tsx'
import { DropZone } from './picture-picker.tsx'
import type { ComposerPorts, HandedJob } from './ports.ts'
import { RestyledClip } from './restyled-clip.tsx'
import { type Draft, useDraft } from './use-draft.ts'
import { useGenerate } from './use-generate.ts'
import { useHanded } from './use-handed.ts'
import { usePictureTaking } from './use-picture-taking.ts'
import { useUpload } from './use-upload.ts'

export interface ComposerProps {
  readonly ports: ComposerPorts
  readonly connection: StreamState
  /** Whether the composer is in sight; only then does it look at pages and listen to keys. */
  readonly active: boolean
  /** A finished job that something new is to be made of. */
  readonly handed: HandedJob | null
  /** It is in the form now. */
  readonly onTaken: () => void
  /** A reel is being made of this story. */
  readonly onReel: (storyboardId: string) => void
  /** The person wants a reel of the page that they look at. */
  readonly onPageReel: () => void
  /** The person wants to see to the budget. */
  readonly onMoney: () => void
  /** What became of the latest requests; shown below the form. */
  readonly children?: ReactNode
}

/** The Create tab: from a picture or a line to a clip. What is in it survives the closing of the panel. */
export function Composer(props: ComposerProps) {
  const draft = useDraft(props.ports)
  return draft.ready ? <ComposerForm {...props} draft={draft} /> : <Skeleton className="m-3 h-64" />
}

function ComposerForm({
  ports,
  connection,
  active,
  draft,
  handed,
  onTaken,
  onReel,
  onPageReel,
  onMoney,
  children,
}: ComposerProps & { readonly draft: Draft }) {
  const { t } = useTranslation()
  const toast = useToast()
  const { form, picture, clip, choose } = draft
  const taking = usePictureTaking(ports, choose)
  useUpload(ports.upload, picture, choose, connection === 'live')
  useHanded({
    handed,
    media: ports.media,
    draft,
    onTaken: useCallback(
      (taken) => {
        onTaken()
        if (taken === 'without-picture') toast({ text: t('gallery.againNoPicture') })
      },
      [onTaken, toast, t],
    ),
  })
  const below = useRef<HTMLDivElement>(null)
  const reduced = useReducedMotion()
  const { sent } = draft
  const onSent = useCallback(() => {
    sent()
    below.current?.scrollIntoView({ block: 'center', behavior: reduced ? 'instant' : 'smooth' })
  }, [sent, reduced])
  const generate = useGenerate({ ports, form, picture, clip, offline: connection === 'offline', onSent, onReel })
  const providers = useWatched(ports.providers)
  const budget = useWatched(ports.budget).value
  const user = useWatched(ports.user).value
  useComposerKeys(active, generate.press, (transfer) => {
    const found = ports.fromTransfer(transfer)
    if (found.length > 0) taking.takeHanded(found)
    return found.length > 0
  })

  return (
    <DropZone onDrop={(transfer) => taking.takeHanded(ports.fromTransfer(transfer))}>
      <h1 className="sr-only">{t('composer.title')}</h1>
      <FaultScope issues={generate.issues}>
        <div className="flex flex-col gap-4 p-3">
          <Button
            className="w-full"
            disabled={connection === 'offline'}
            icon={<Clapperboard aria-hidden className="size-4" />}
            onClick={onPageReel}
          >
            {t('reel.fromPage')}
          </Button>
          {clip === null ? (
            <NewClip
              ports={ports}
              active={active}
              draft={draft}
              taking={taking}
              reach={generate.reach}
              offline={connection === 'offline'}
            />
          ) : (
            <RestyledClip ports={ports} draft={draft} clip={clip} reach={generate.reach} />
          )}
          <MadeBy form={form} providers={providers} price={generate.price} tiers={generate.tiers} onChange={draft.change} />
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
          <GenerateBar
            {...generate.bar}
            providers={providers.value}
            budget={budget}
            user={user}
            onGenerate={generate.press}
            onMaker={(maker) => draft.change({ maker, modelOptions: {} })}
            onMoney={onMoney}
          />
          <div ref={below}>{children}</div>
        </div>
      </FaultScope>
    </DropZone>
  )
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
