import { useCallback, useEffect, useState } from 'react'
import type { PageRefusal, PageTarget } from '../page/index.ts'
import type { PageScan } from 'shared/page'
import type { ComposerPorts } from './ports.ts'

export type PageImages =
  | { readonly kind: 'scanning' }
  | { readonly kind: 'found'; readonly target: PageTarget; readonly scan: PageScan }
  | { readonly kind: 'refused'; readonly refusal: PageRefusal }

/** The pictures of the page that the person is looking at, read again when they go to another. */
export function usePageImages(
  reader: ComposerPorts['reader'],
  active: boolean,
): { readonly images: PageImages; readonly scan: () => void } {
  const [turn, setTurn] = useState(0)
  const [found, setFound] = useState<{ readonly turn: number; readonly images: PageImages } | null>(null)
  const scan = useCallback(() => setTurn((before) => before + 1), [])
  useEffect(() => {
    if (!active) return undefined
    let stale = false
    void (async () => {
      const reply = await reader.scan()
      if (stale) return
      setFound({ turn, images: reply.ok ? { kind: 'found', target: reply.target, scan: reply.scan } : { kind: 'refused', refusal: reply } })
    })()
    return () => {
      stale = true
    }
  }, [active, reader, turn])
  useEffect(() => (active ? reader.onTargetChange(scan) : undefined), [active, reader, scan])
  return { images: found?.turn === turn ? found.images : { kind: 'scanning' }, scan }
}
