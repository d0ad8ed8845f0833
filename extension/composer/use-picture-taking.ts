import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { HandedPicture, PageIntent, PickReply, RungFailure } from '../page/index.ts'
import type { BytesRung, ImageCandidate } from 'shared/page'
import type { AssetOrigin } from 'shared/wire'
import type { ChosenFacts } from './chosen.ts'
import { FILE_MAXIMUM_BYTES } from './limits.ts'
import type { ComposerPorts } from './ports.ts'

/** Why no picture came of what was asked. */
export type TakingFault =
  | { readonly kind: 'not-a-picture' | 'too-large' }
  | { readonly kind: 'grab'; readonly failures: readonly RungFailure[] }
  | { readonly kind: 'page'; readonly reason: 'needs-access' | 'restricted' | 'no-tab' | 'failed' }

/** The page that a picture was found on. */
interface PageOfOrigin {
  readonly url: string
  readonly title: string
}

/** The original of a picture that only a lesser copy could be had of, on a host the person has not allowed yet. */
export interface Original {
  readonly host: string
  /** Asks for the host and takes the picture anew; must be called while a press is being handled. */
  readonly fetch: () => void
}

interface Grab {
  readonly candidate: ImageCandidate
  readonly tabId: number | null
  readonly page: PageOfOrigin | null
}

export interface PictureTaking {
  /** What is being waited for: bytes, or a click on the page. */
  readonly busy: 'fetching' | 'picking' | null
  readonly fault: TakingFault | null
  readonly original: Original | null
  readonly takeCandidate: (candidate: ImageCandidate, tabId: number | null, page: PageOfOrigin | null) => void
  readonly takeFile: (file: File) => void
  readonly takeHanded: (handed: readonly HandedPicture[]) => void
  readonly pick: () => void
  readonly stopPicking: () => void
}

type Choose = (picture: ChosenFacts & { readonly blob: Blob }) => void

/** The ways by which a picture comes into the composer. What is asked last wins over what is still under way. */
export function usePictureTaking(ports: ComposerPorts, choose: Choose): PictureTaking {
  const [busy, setBusy] = useState<PictureTaking['busy']>(null)
  const [fault, setFault] = useState<TakingFault | null>(null)
  const [lesser, setLesser] = useState<Grab | null>(null)
  const turn = useRef(0)
  const picking = useRef<AbortController | null>(null)

  const begin = useCallback((doing: 'fetching' | 'picking') => {
    const mine = (turn.current += 1)
    setBusy(doing)
    setFault(null)
    setLesser(null)
    return {
      isLatest: () => mine === turn.current,
      end: (fault: TakingFault | null) => {
        if (mine !== turn.current) return
        setBusy(null)
        setFault(fault)
      },
    }
  }, [])

  const takeBlob = useCallback(
    async (blob: Blob, upload: ChosenFacts['upload'], rung: BytesRung | null, isLatest: () => boolean): Promise<TakingFault | null> => {
      if (blob.size > FILE_MAXIMUM_BYTES) return { kind: 'too-large' }
      const checked = await ports.checkPicture(blob)
      if (!checked.ok) return { kind: 'not-a-picture' }
      if (isLatest())
        choose({ blob, width: checked.width, height: checked.height, focus: null, subject: null, assetId: null, upload, rung })
      return null
    },
    [ports, choose],
  )

  const grab = useCallback(
    async (candidate: ImageCandidate, tabId: number | null, page: PageOfOrigin | null) => {
      const { isLatest, end } = begin('fetching')
      const reply = await ports.reader.grab(candidate, tabId)
      if (!reply.ok) return end({ kind: 'grab', failures: reply.failures })
      const { blob, rung, url, degraded } = reply.picture
      if (degraded && isLatest()) setLesser({ candidate, tabId, page })
      const sourceType = rung === 'screenshot' ? 'captured' : 'grabbed'
      end(await takeBlob(blob, { sourceType, origin: originOf(candidate, url, page) }, rung, isLatest))
    },
    [ports, begin, takeBlob],
  )

  const takeReply = useCallback(
    (reply: PickReply, end: (fault: TakingFault | null) => void) => {
      if (reply.ok) return void grab(reply.candidate, reply.target.tabId, { url: reply.pageUrl, title: reply.pageTitle })
      if (reply.reason === 'cancelled') return end(null)
      end({ kind: 'page', reason: reply.reason })
    },
    [grab],
  )

  const pick = useCallback(() => {
    const { isLatest, end } = begin('picking')
    picking.current?.abort()
    const controller = new AbortController()
    picking.current = controller
    void (async () => {
      const reply = await ports.reader.pick(controller.signal)
      if (isLatest()) takeReply(reply, end)
    })()
  }, [ports, begin, takeReply])

  const takeFile = useCallback(
    (file: File) => {
      const { isLatest, end } = begin('fetching')
      const upload = { sourceType: 'uploaded', ...(file.name === '' ? {} : { filename: file.name }) } as const
      void (async () => end(await takeBlob(file, upload, null, isLatest)))()
    },
    [begin, takeBlob],
  )

  const takeHanded = useCallback(
    (handed: readonly HandedPicture[]) => {
      const [first] = handed
      if (first === undefined) return setFault({ kind: 'not-a-picture' })
      if (first.kind === 'file') takeFile(first.file)
      else void grab(ports.fromAddress(first), null, first.pageUrl === null ? null : { url: first.pageUrl, title: '' })
    },
    [ports, takeFile, grab],
  )

  const original = useMemo(() => {
    const url = lesser === null ? null : URL.parse(lesser.candidate.url)
    if (lesser === null || url === null || !/^https?:$/.test(url.protocol)) return null
    const { candidate, tabId, page } = lesser
    const fetch = async (): Promise<void> => {
      if (await ports.reader.requestAccess(url.origin)) await grab(candidate, tabId, page)
    }
    return { host: url.host, fetch: () => void fetch() }
  }, [lesser, ports, grab])

  useIntents(ports, pick, begin, takeReply)
  useEffect(() => () => picking.current?.abort(), [])

  return {
    busy,
    fault,
    original,
    takeCandidate: (candidate, tabId, page) => void grab(candidate, tabId, page),
    takeFile,
    takeHanded,
    pick,
    stopPicking: () => picking.current?.abort(),
  }
}

function useIntents(
  ports: ComposerPorts,
  pick: () => void,
  begin: (doing: 'fetching') => { readonly isLatest: () => boolean; readonly end: (fault: TakingFault | null) => void },
  takeReply: (reply: PickReply, end: (fault: TakingFault | null) => void) => void,
): void {
  useEffect(() => {
    const answer = async (intent: PageIntent | null): Promise<void> => {
      if (intent === null) return undefined
      if (intent.kind === 'pick') return pick()
      const { isLatest, end } = begin('fetching')
      const reply = await ports.reader.resolveIntent(intent)
      if (!isLatest()) return undefined
      // Nothing that we know for a picture lies there: the person shows us.
      if (!reply.ok && reply.reason === 'cancelled') pick()
      else takeReply(reply, end)
    }
    const take = (): void => void (async () => answer(await ports.takeIntent()))()
    take()
    return ports.onIntent(take)
  }, [ports, pick, begin, takeReply])
}

/** Where a picture of a page came from, within what the wire takes. */
function originOf(candidate: ImageCandidate, url: string, page: PageOfOrigin | null): AssetOrigin {
  const isWeb = (address: string): boolean => /^https?:/.test(address) && address.length <= 4000
  return {
    ...(page !== null && isWeb(page.url) ? { pageUrl: page.url } : {}),
    ...(page === null || page.title === '' ? {} : { pageTitle: page.title.slice(0, 500) }),
    ...(isWeb(url) ? { imageUrl: url } : isWeb(candidate.url) ? { imageUrl: candidate.url } : {}),
    ...(candidate.alt === '' ? {} : { alt: candidate.alt.slice(0, 1000) }),
  }
}
