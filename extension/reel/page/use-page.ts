import { useCallback, useEffect, useState } from 'react'
import type { ReelPorts } from '../ports.ts'
import { draftOf, type PageDraft } from './page-draft.ts'

export type ReadPage =
  | { readonly kind: 'reading' }
  | { readonly kind: 'read'; readonly draft: PageDraft }
  | { readonly kind: 'refused'; readonly origin: string | null; readonly again: () => void }

/** What the page that the person looks at says and shows, read once. */
export function usePage({ page }: Pick<ReelPorts, 'page'>): ReadPage {
  const [turn, setTurn] = useState(0)
  const [read, setRead] = useState<{ readonly turn: number; readonly page: ReadPage } | null>(null)
  const again = useCallback(() => setTurn((before) => before + 1), [])
  useEffect(() => {
    let stale = false
    void (async () => {
      const [facts, scan] = [await page.facts(), await page.scan()]
      if (stale) return
      if (facts.ok && scan.ok) return setRead({ turn, page: { kind: 'read', draft: draftOf(facts.facts, scan.scan, scan.target.tabId) } })
      const refusal = facts.ok ? scan : facts
      const origin = !refusal.ok && refusal.reason === 'needs-access' ? refusal.origin : null
      setRead({ turn, page: { kind: 'refused', origin, again } })
    })()
    return () => {
      stale = true
    }
  }, [page, turn, again])
  return read?.turn === turn ? read.page : { kind: 'reading' }
}
