import { useCallback, useEffect, useRef, useState } from 'react'
import { type ChosenFacts, type ChosenPicture, readFacts } from './chosen.ts'
import { type ChosenClip, readClip } from './chosen-clip.ts'
import { type ComposerForm, DEFAULT_FORM, rollSeed } from './form.ts'
import type { ComposerPorts } from './ports.ts'
import { DRAFT_VERSION, readForm } from './read-form.ts'

/** Short enough that closing the panel loses nothing that a person would miss. */
const SAVE_AFTER_MS = 250

export interface Draft {
  /** False until what was kept has been read. */
  readonly ready: boolean
  readonly form: ComposerForm
  readonly picture: ChosenPicture | null
  /** The clip that is to be restyled instead; the picture stays for afterwards. */
  readonly clip: ChosenClip | null
  readonly change: (part: Partial<ComposerForm>) => void
  /** Sets the picture, or changes facts of the present one where `blob` is the same. */
  readonly choose: (picture: (ChosenFacts & { readonly blob: Blob }) | null) => void
  readonly chooseClip: (clip: ChosenClip | null) => void
  /** Empties the form; returns the way back. */
  readonly reset: () => () => void
  /** A request was made of the draft: the form stays for the next take, with a new seed where none was typed. */
  readonly sent: () => void
}

function freshForm(): ComposerForm {
  return { ...DEFAULT_FORM, rolledSeed: rollSeed() }
}

/** The draft of the Create tab: kept as it is changed, so that it survives the closing of the panel. */
export function useDraft({ loadDraft, saveDraft }: Pick<ComposerPorts, 'loadDraft' | 'saveDraft'>): Draft {
  const [ready, setReady] = useState(false)
  const [form, setForm] = useState<ComposerForm>(freshForm)
  const [picture, setPicture] = useState<ChosenPicture | null>(null)
  const [clip, chooseClip] = useState<ChosenClip | null>(null)

  const choose = useCallback<Draft['choose']>((next) => {
    setPicture((before) => {
      if (next !== null && before !== null && next.blob === before.blob) return { ...next, url: before.url }
      if (before !== null) URL.revokeObjectURL(before.url)
      return next === null ? null : { ...next, url: URL.createObjectURL(next.blob) }
    })
  }, [])

  useEffect(() => {
    let stale = false
    void (async () => {
      const kept = await loadDraft()
      if (stale) return
      if (kept !== null && typeof kept.value === 'object' && kept.value !== null) {
        if ('form' in kept.value) setForm(readForm(kept.value.form, kept.version))
        if ('clip' in kept.value) chooseClip(readClip(kept.value.clip))
        const facts = 'picture' in kept.value ? readFacts(kept.value.picture) : null
        if (facts !== null && kept.picture !== null) choose({ ...facts, blob: kept.picture })
      }
      setReady(true)
    })()
    return () => {
      stale = true
    }
  }, [loadDraft, choose])

  useKeeping(ready, { form, picture, clip }, saveDraft)

  const change = useCallback((part: Partial<ComposerForm>) => setForm((before) => ({ ...before, ...part })), [])
  const reset = useCallback(() => {
    setForm(freshForm())
    choose(null)
    chooseClip(null)
    return () => {
      setForm(form)
      choose(picture)
      chooseClip(clip)
    }
  }, [choose, form, picture, clip])
  const sent = useCallback(() => setForm((before) => ({ ...before, rolledSeed: rollSeed() })), [])
  return { ready, form, picture, clip, change, choose, chooseClip, reset, sent }
}

function useKeeping(ready: boolean, draft: Pick<Draft, 'form' | 'picture' | 'clip'>, saveDraft: ComposerPorts['saveDraft']): void {
  const { form, picture, clip } = draft
  const unsaved = useRef<(() => void) | null>(null)
  useEffect(() => {
    if (!ready) return undefined
    const save = (): void => {
      unsaved.current = null
      const value = { form, picture: picture === null ? null : factsOf(picture), clip }
      void saveDraft({ version: DRAFT_VERSION, value, picture: picture?.blob ?? null })
    }
    unsaved.current = save
    const timer = setTimeout(save, SAVE_AFTER_MS)
    return () => clearTimeout(timer)
  }, [ready, form, picture, clip, saveDraft])
  useEffect(() => {
    const flush = (): void => unsaved.current?.()
    addEventListener('pagehide', flush)
    document.addEventListener('visibilitychange', flush)
    return () => {
      removeEventListener('pagehide', flush)
      document.removeEventListener('visibilitychange', flush)
    }
  }, [])
}

function factsOf({ width, height, focus, subject, assetId, upload, rung }: ChosenPicture): ChosenFacts {
  return { width, height, focus, subject, assetId, upload, rung }
}
