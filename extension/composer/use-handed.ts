import { useEffect } from 'react'
import { nearestFrameRate } from './limits.ts'
import { asSeen, formAgain } from './again.ts'
import { clipOf } from './chosen-clip.ts'
import type { ChosenFacts } from './chosen.ts'
import { rollSeed } from './form.ts'
import type { ComposerPorts, HandedJob } from './ports.ts'
import type { Draft } from './use-draft.ts'

/** How a handed job was taken: all of it, or all but its picture, which is gone. */
export type Taken = 'whole' | 'without-picture'

export interface HandedOptions {
  readonly handed: HandedJob | null
  readonly media: ComposerPorts['media']
  readonly draft: Draft
  readonly onTaken: (taken: Taken) => void
}

/** Puts a job that was handed over into the draft: its clip to be restyled, or its settings and its picture. */
export function useHanded({ handed, media, draft, onTaken }: HandedOptions): void {
  const { change, choose, chooseClip } = draft
  useEffect(() => {
    if (handed === null) return undefined
    const { wish, job } = handed
    if (wish === 'restyle') {
      if (job.result !== null) {
        chooseClip(clipOf(job, job.result))
        change({ frameRate: nearestFrameRate(job.result.video.frameRate ?? job.request.frameRate) })
      }
      onTaken('whole')
      return undefined
    }
    let stale = false
    void (async () => {
      const { image } = job.request
      const picture = image === undefined ? null : await pictureOf(image, media, job.request.source)
      if (stale) return
      chooseClip(null)
      choose(picture)
      change(formAgain(asSeen(job), picture, rollSeed()))
      onTaken(image !== undefined && picture === null ? 'without-picture' : 'whole')
    })()
    return () => {
      stale = true
    }
  }, [handed, media, change, choose, chooseClip, onTaken])
}

async function pictureOf(
  assetId: string,
  media: ComposerPorts['media'],
  origin: HandedJob['job']['request']['source'],
): Promise<(ChosenFacts & { readonly blob: Blob }) | null> {
  const stored = await media(assetId)
  if (stored === null) return null
  const { asset, url } = stored
  try {
    const answer = await fetch(url)
    const { width, height, focus, subject } = asset
    if (!answer.ok || width === undefined || height === undefined) return null
    const upload = { sourceType: 'uploaded', ...(origin === undefined ? {} : { origin }) } as const
    return { blob: await answer.blob(), width, height, focus: focus ?? null, subject: subject ?? null, assetId, upload, rung: null }
  } catch {
    // The backend is away, or the file is gone; the settings are of use without it.
    return null
  } finally {
    stored.release()
  }
}
