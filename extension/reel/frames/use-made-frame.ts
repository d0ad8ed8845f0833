import { useLiveQuery } from 'dexie-react-hooks'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { isTerminal } from 'shared/progress'
import { problemText, useToast } from '../../ui/index.ts'
import { usePorts } from '../use-reel.ts'

/**
 * Waits for the picture of a job.
 * @param onEnd told once with the picture's id, or null where none came of it, which is said to the person here
 */
export function useMadeFrame(jobId: string | null, onEnd: (assetId: string | null) => void): void {
  const { t } = useTranslation()
  const toast = useToast()
  const { stories } = usePorts()
  const job = useLiveQuery(() => (jobId === null ? null : stories.job(jobId)), [stories, jobId])
  const latest = useRef(onEnd)
  useEffect(() => {
    latest.current = onEnd
  })
  useEffect(() => {
    if (job === null || job === undefined || job.id !== jobId || !isTerminal(job.status)) return
    if (job.error !== null) toast({ tone: 'danger', text: problemText(t, job.error).text })
    latest.current(job.kind === 'image' ? (job.result?.image.id ?? null) : null)
  }, [job, jobId, toast, t])
}
