import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { ClipJob } from 'shared/wire'
import { failureText, FILM_FORMAT_NAMES, type FilmFormat, useToast } from '../../ui/index.ts'
import type { Gallery } from '../data/types.ts'

export interface JobActions {
  readonly cancel: (job: ClipJob) => Promise<void>
  readonly retry: (job: ClipJob) => Promise<void>
  readonly remove: (job: ClipJob) => Promise<void>
  readonly favourite: (job: ClipJob) => Promise<void>
  readonly download: (job: ClipJob, format: FilmFormat) => Promise<void>
  readonly toggleKept: (job: ClipJob, kept: boolean) => Promise<void>
  readonly discard: (waitingId: string) => Promise<void>
  readonly confirm: (waitingId: string, usdMicros?: number) => Promise<void>
}

/** What can be done with a job, each saying what came of it. */
export function useJobActions(gallery: Gallery): JobActions {
  const { t } = useTranslation()
  const toast = useToast()
  return useMemo(
    () => ({
      async cancel(job) {
        const reply = await gallery.cancel(job.id)
        if (reply.kind !== 'ok') toast({ tone: 'danger', text: t('job.cancelFailed', { reason: failureText(t, reply) }) })
      },
      async retry(job) {
        const reply = await gallery.retry(job.id)
        if (reply.kind === 'ok') toast({ text: t('job.retrying') })
        else toast({ tone: 'danger', text: failureText(t, reply) })
      },
      async remove(job) {
        await gallery.remove(job.id)
        toast({ text: t('gallery.deleted'), action: { label: t('common.undo'), run: () => void gallery.restore(job.id) } })
      },
      favourite: (job) => gallery.patch(job.id, { favourite: !job.favourite }),
      async download(job, format) {
        toast({ text: format === 'mp4' ? t('gallery.downloading') : t('download.making', { format: FILM_FORMAT_NAMES[format] }) })
        const reply = await gallery.download(job, format)
        if (reply.kind !== 'ok') toast({ tone: 'danger', text: t('gallery.downloadFailed', { reason: failureText(t, reply) }) })
      },
      async toggleKept(job, kept) {
        if (kept) return gallery.dropOffline(job.id)
        const reply = await gallery.keepOffline(job)
        toast(
          reply.kind === 'ok'
            ? { text: t('gallery.keepDone') }
            : { tone: 'danger', text: t('gallery.keepFailed', { reason: failureText(t, reply) }) },
        )
      },
      discard: (waitingId) => gallery.discard(waitingId),
      confirm: (waitingId, usdMicros) => gallery.confirm(waitingId, usdMicros),
    }),
    [gallery, t, toast],
  )
}
