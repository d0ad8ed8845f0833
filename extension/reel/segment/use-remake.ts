import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Segment } from 'shared/wire'
import { failureText, useToast } from '../../ui/index.ts'
import { useEditor } from '../use-editor.ts'
import { useConnection, usePorts } from '../use-reel.ts'

export interface Remake {
  readonly busy: boolean
  readonly offline: boolean
  /** Makes another take of each, one after the other asked for; says so. */
  readonly run: (segments: readonly Segment[]) => Promise<void>
}

/** Making segments anew, each as a new take. */
export function useRemake(): Remake {
  const { t } = useTranslation()
  const toast = useToast()
  const { makeTake } = usePorts()
  const { story } = useEditor()
  const offline = useConnection() === 'offline'
  const [busy, setBusy] = useState(false)
  const run = useCallback(
    async (segments: readonly Segment[]) => {
      setBusy(true)
      for (const segment of segments) {
        const reply = await makeTake(story.id, segment.id, {}, crypto.randomUUID())
        if (reply.kind !== 'ok') {
          toast({ tone: 'danger', text: failureText(t, reply) })
          break
        }
      }
      setBusy(false)
    },
    [makeTake, story.id, toast, t],
  )
  return { busy, offline, run }
}
