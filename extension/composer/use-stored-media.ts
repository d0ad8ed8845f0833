import { useEffect, useState } from 'react'
import type { ComposerPorts, StoredMedia } from './ports.ts'

/** Where to show a stored file from, for as long as it is shown; null until that is known. */
export function useStoredMedia(media: ComposerPorts['media'], assetId: string): StoredMedia | 'gone' | null {
  const [shown, setShown] = useState<{ readonly of: string; readonly is: StoredMedia | 'gone' } | null>(null)
  useEffect(() => {
    let stale = false
    let held: StoredMedia | null = null
    void (async () => {
      const found = await media(assetId)
      if (stale) {
        found?.release()
        return
      }
      held = found
      setShown({ of: assetId, is: found ?? 'gone' })
    })()
    return () => {
      stale = true
      held?.release()
    }
  }, [media, assetId])
  return shown?.of === assetId ? shown.is : null
}
