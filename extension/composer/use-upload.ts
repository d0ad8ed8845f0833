import { useEffect } from 'react'
import type { ChosenPicture } from './chosen.ts'
import type { ComposerPorts } from './ports.ts'
import type { Draft } from './use-draft.ts'

/**
 * Hands the chosen picture over as soon as the backend is there, so that it is not waited for at the press of Generate, and learns what a
 * crop should keep. A picture that could not be handed over goes with the request instead.
 */
export function useUpload(upload: ComposerPorts['upload'], picture: ChosenPicture | null, choose: Draft['choose'], live: boolean): void {
  useEffect(() => {
    if (!live || picture === null || picture.assetId !== null) return undefined
    let stale = false
    void (async () => {
      const reply = await upload(picture.blob, picture.upload)
      if (stale || reply.kind !== 'ok') return
      const { id, width, height, focus, subject } = reply.value
      const size = { width: width ?? picture.width, height: height ?? picture.height }
      choose({ ...picture, ...size, assetId: id, focus: focus ?? null, subject: subject ?? null })
    })()
    return () => {
      stale = true
    }
  }, [upload, picture, choose, live])
}
