import { useCallback, useEffect, useRef, useState } from 'react'
import type { PageRefusal, PageTarget } from '../page/index.ts'
import type { PageScan } from 'shared/page'
import type { ComposerPorts } from './ports.ts'

export type PageImages =
  | { readonly kind: 'scanning' }
  | { readonly kind: 'found'; readonly target: PageTarget; readonly scan: PageScan }
  | { readonly kind: 'refused'; readonly refusal: PageRefusal }

/** The pictures of the page that the person is looking at, read again when they go to another. */
export function usePageImages(reader: ComposerPorts['reader'], active: boolean): { readonly images: PageImages; scan(): void } {
  const [images, setImages] = useState<PageImages>({ kind: 'scanning' })
  const latest = useRef(0)
  const scan = useCallback(() => {
    const turn = (latest.current += 1)
    setImages({ kind: 'scanning' })
    void (async () => {
      const reply = await reader.scan()
      if (turn !== latest.current) return
      setImages(reply.ok ? { kind: 'found', target: reply.target, scan: reply.scan } : { kind: 'refused', refusal: reply })
    })()
  }, [reader])
  useEffect(() => {
    if (!active) return
    scan()
    return reader.onTargetChange(scan)
  }, [active, reader, scan])
  return { images, scan }
}
