import { RefreshCw } from 'lucide-react'
import { createContext, type ReactNode, useContext, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Segment } from 'shared/wire'
import { Button, Dialog, failureText, formatPrice, useToast } from '../../ui/index.ts'
import { useEditor } from '../use-editor.ts'
import { useConnection, usePorts } from '../use-reel.ts'

export interface Remake {
  readonly busy: boolean
  readonly offline: boolean
  /** Asks for another take of each; for those that cost something only after the price was agreed to. */
  readonly run: (segments: readonly Segment[]) => Promise<void>
}

/** A take and what it costs at most, in micro-dollars. */
interface Priced {
  readonly segment: Segment
  readonly usdMicros: number
}

const RemakeContext = createContext<Remake | null>(null)

/** Making segments anew, each as a new take. */
export function useRemake(): Remake {
  const remake = useContext(RemakeContext)
  if (remake === null) throw new Error('nothing around this makes takes')
  return remake
}

/** Makes takes for everything inside of it, and asks first where they cost something. */
export function RemakeScope({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation()
  const toast = useToast()
  const { makeTake, priceOfTake } = usePorts()
  const { story, settled } = useEditor()
  const offline = useConnection() === 'offline'
  const [busy, setBusy] = useState(false)
  const [asked, setAsked] = useState<readonly Priced[] | null>(null)
  const make = async (takes: readonly Priced[]): Promise<void> => {
    setAsked(null)
    setBusy(true)
    for (const { segment, usdMicros } of takes) {
      const reply = await makeTake(story.id, segment.id, { maxCostUsdMicros: usdMicros }, crypto.randomUUID())
      if (reply.kind !== 'ok') {
        toast({ tone: 'danger', text: failureText(t, reply) })
        break
      }
    }
    setBusy(false)
  }
  const run = async (segments: readonly Segment[]): Promise<void> => {
    setBusy(true)
    await settled()
    const takes: Priced[] = []
    for (const segment of segments) {
      const reply = await priceOfTake(story.id, segment.id)
      if (reply.kind !== 'ok') {
        setBusy(false)
        return toast({ tone: 'danger', text: failureText(t, reply) })
      }
      takes.push({ segment, usdMicros: reply.value.usdMicros })
    }
    setBusy(false)
    if (takes.some(({ usdMicros }) => usdMicros > 0)) setAsked(takes)
    else await make(takes)
  }
  const price = formatPrice(asked?.reduce((sum, { usdMicros }) => sum + usdMicros, 0)) ?? ''
  return (
    <RemakeContext value={{ busy, offline, run }}>
      {children}
      {asked === null ? null : (
        <Dialog
          open
          onClose={() => setAsked(null)}
          title={t('takes.priceTitle', { count: asked.length })}
          description={t('takes.priceText')}
        >
          <div className="flex gap-2 pbs-2">
            <Button look="primary" className="grow" icon={<RefreshCw aria-hidden className="size-4" />} onClick={() => void make(asked)}>
              {t('takes.makeFor', { price })}
            </Button>
            <Button onClick={() => setAsked(null)}>{t('common.cancel')}</Button>
          </div>
        </Dialog>
      )}
    </RemakeContext>
  )
}
