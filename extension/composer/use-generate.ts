import { useCallback, useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { segmentCount } from 'shared/story'
import type { ClipRequest, Issue } from 'shared/wire'
import { failureText, formatPrice, useToast, useWatched } from '../ui/index.ts'
import type { ChosenPicture } from './chosen.ts'
import type { ChosenClip } from './chosen-clip.ts'
import { type ComposerForm, typedSeed } from './form.ts'
import type { GenerateBarProps } from './generate-bar.tsx'
import { type Reach, reachOf } from './maker/reach.ts'
import { type TierPrices, useTierPrices } from './maker/use-tier-prices.ts'
import type { ClipWish, ComposerPorts } from './ports.ts'
import { judgePrompt, promptSuffices } from './prompt.ts'
import { toReel, toRequest, toRestyle } from './to-request.ts'
import { estimateIn, type PriceState, usePrice } from './use-estimate.ts'

export interface GenerateOptions {
  readonly ports: Pick<ComposerPorts, 'estimate' | 'submit' | 'startReel' | 'providers'>
  readonly form: ComposerForm
  readonly picture: ChosenPicture | null
  /** The clip that is to be restyled instead. */
  readonly clip: ChosenClip | null
  readonly offline: boolean
  readonly onSent: () => void
  /** A reel is being made of this story. */
  readonly onReel: (storyboardId: string) => void
}

export interface Generating {
  readonly bar: Pick<GenerateBarProps, 'price' | 'offline' | 'ready' | 'sending' | 'segments' | 'reason'>
  readonly press: () => void
  /** What of the request was refused, field by field. */
  readonly issues: readonly Issue[]
  /** What can be asked of whoever may make it. */
  readonly reach: Reach
  readonly price: PriceState
  /** The price by each quality. */
  readonly tiers: TierPrices
}

/**
 * The price of what the form asks for, and the asking. A press before the price is known waits for it, and is dropped if it is above
 * the one that was in sight; then the person is told to look again.
 */
export function useGenerate({ ports, form, picture: chosen, clip, offline, onSent, onReel }: GenerateOptions): Generating {
  const { t } = useTranslation()
  const toast = useToast()
  const picture = clip === null ? chosen : null
  const { value: providers } = useWatched(ports.providers)
  const reach = useMemo(() => reachOf(form.maker, providers), [form.maker, providers])
  const reel = useMemo(() => (clip === null ? toReel(form, picture) : null), [form, picture, clip])
  /** A picture has to be at the backend before a story can be planned of it. */
  const handedOver = reel === null || picture === null || picture.assetId !== null
  const fitting = clip !== null || promptSuffices(form.prompt, picture !== null, reach.promptMaximum)
  const complete = fitting && !Number.isNaN(typedSeed(form.seed) ?? 0)
  const wish = useMemo(() => wishOf(form, picture, clip, reach), [form, picture, clip, reach])
  const price = usePrice(ports.estimate, !complete || offline || !handedOver ? null : (reel ?? pricedRequest(wish, picture)))
  const anybody = useMemo(() => reachOf(null, providers), [providers])
  const tiers = useTierPrices(ports.estimate, (quality) => {
    if (!complete || offline || anybody.embedded || reel !== null) return null
    return pricedRequest(wishOf({ ...form, maker: null, modelOptions: {}, quality }, picture, clip, anybody), picture)
  })
  const [pressed, setPressed] = useState<{ readonly shown: number | null } | null>(null)
  const [sending, setSending] = useState(false)
  const noPriceYet = complete && !offline && price.kind === 'none'
  const away = offline || (price.kind === 'failed' && price.failure.kind === 'offline')

  const send = useCallback(
    async (shownUsdMicros: number | null) => {
      setPressed(null)
      if (shownUsdMicros === null) return
      setSending(true)
      if (reel !== null) {
        const reply = await ports.startReel({ ...reel, maxCostUsdMicros: shownUsdMicros }, crypto.randomUUID())
        setSending(false)
        if (reply.kind !== 'ok') return toast({ tone: 'danger', text: failureText(t, reply) })
        if (reply.value.storyboardId !== null) onReel(reply.value.storyboardId)
        return onSent()
      }
      await ports.submit(
        wish,
        picture === null
          ? null
          : picture.assetId === null
            ? { kind: 'bytes', blob: picture.blob, upload: picture.upload }
            : { kind: 'asset', assetId: picture.assetId },
        shownUsdMicros,
      )
      setSending(false)
      onSent()
      toast({ text: away ? t('composer.queued') : t('composer.sent') })
    },
    [ports, wish, reel, picture, onSent, onReel, toast, away, t],
  )

  const press = useCallback(() => {
    if (!complete || sending || pressed !== null || (reel !== null && (away || !handedOver))) return
    setPressed({ shown: shownPrice(price) })
  }, [complete, sending, pressed, price, reel, away, handedOver])

  useEffect(() => {
    if (pressed === null || sending) return
    const due = priceToSend(price, { away, noPriceYet })
    if (due === null) return
    // oxlint-disable-next-line react/set-state-in-effect -- the press waited for the price, which comes from outside
    void send(due === 'refused' || due > (pressed.shown ?? 0) ? null : due)
    if (due !== 'refused' && due > (pressed.shown ?? 0)) toast({ text: t('price.pressAgain', { price: formatPrice(due) ?? '' }) })
  }, [pressed, sending, price, away, noPriceYet, send, toast, t])

  const { kind } = judgePrompt(form.prompt, reach.promptMaximum)
  const waits = reel === null ? null : away ? t('film.offline') : handedOver ? null : t('picker.fetching')
  const reason = complete ? waits : kind === 'empty' && picture === null ? t('composer.promptNeeded') : t('problem.invalid_request.text')
  const problem = price.kind === 'failed' && price.failure.kind === 'problem' ? price.failure.problem : null
  const bar = {
    price,
    offline: away,
    ready: complete && problem === null && waits === null,
    sending: sending || pressed !== null,
    segments: form.reelSeconds === null || reel === null ? null : segmentCount(form.reelSeconds),
    reason,
  }
  return { bar, press, issues: problem?.issues ?? NONE, reach, price, tiers }
}

const NONE: readonly Issue[] = []

function wishOf(form: ComposerForm, picture: ChosenPicture | null, clip: ChosenClip | null, reach: Reach): ClipWish {
  return clip === null ? toRequest(form, picture, picture?.upload.origin ?? null, reach) : toRestyle(form, clip, reach)
}

/** A picture costs the same before the backend has it; without a prompt there is nothing to ask by until it is there. */
function pricedRequest(wish: Omit<ClipRequest, 'image'>, picture: ChosenPicture | null): ClipRequest | null {
  if (picture?.assetId === null) return wish.prompt === undefined ? null : wish
  return picture === null ? wish : { ...wish, image: picture.assetId }
}

/** The price in sight: while another is worked out it is still the last one. */
function shownPrice(price: PriceState): number | null {
  return estimateIn(price)?.usdMicros ?? null
}

/** The price to send with: null to go on waiting for it. Away, nothing has been shown, so nothing is agreed to but a free clip. */
function priceToSend(
  price: PriceState,
  { away, noPriceYet }: { readonly away: boolean; readonly noPriceYet: boolean },
): number | 'refused' | null {
  if (away || noPriceYet) return 0
  if (price.kind === 'known') return price.estimate.usdMicros
  return price.kind === 'failed' ? 'refused' : null
}
