import { useCallback, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { GalleryItem } from '../data/types.ts'
import type { JoinedClip } from './gallery-room.tsx'
import { titleOf } from './job-facts.ts'

export interface Selection {
  readonly on: boolean
  /** In the order in which they were pressed. */
  readonly ids: readonly string[]
  readonly clips: readonly JoinedClip[]
  readonly toggle: () => void
  /** Takes a clip into the selection, or out of it. */
  readonly press: (id: string) => void
}

/** Clips that are selected one after the other; only finished ones can be. */
export function useSelection(items: readonly GalleryItem[] | undefined): Selection {
  const { t } = useTranslation()
  const [ids, setIds] = useState<readonly string[] | null>(null)
  const found = useMemo(() => {
    const finished = new Map<string, JoinedClip>()
    for (const item of items ?? []) {
      if (item.kind === 'job' && item.job.result !== null)
        finished.set(item.id, { video: item.job.result.video, title: titleOf(t, item.job) })
    }
    return finished
  }, [items, t])
  const toggle = useCallback(() => setIds((before) => (before === null ? [] : null)), [])
  const press = useCallback(
    (id: string) => {
      if (!found.has(id)) return
      setIds((before) => (before === null ? null : before.includes(id) ? before.filter((each) => each !== id) : [...before, id]))
    },
    [found],
  )
  const clips = useMemo(() => (ids ?? []).flatMap((id) => found.get(id) ?? []), [ids, found])
  return { on: ids !== null, ids: ids ?? [], clips, toggle, press }
}
