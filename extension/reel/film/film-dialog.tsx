import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import {
  adjustmentText,
  Dialog,
  DownloadButton,
  failureText,
  FILM_FORMAT_NAMES,
  type FilmFormat,
  Skeleton,
  useToast,
} from '../../ui/index.ts'
import { useEditor } from '../use-editor.ts'
import { filesOf, useMedia, usePorts } from '../use-reel.ts'
import { ExportList } from './export-list.tsx'

const Player = lazy(async () => ({ default: (await import('../../player/index.ts')).Player }))

/** The finished film: watched, saved, and brought into other shapes and formats. */
export function FilmDialog({ jobId, onClose }: { readonly jobId: string; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const toast = useToast()
  const ports = usePorts()
  const { story, jobs } = useEditor()
  const job = jobs.find(({ id }) => id === jobId)
  const { video, poster } = filesOf(job ?? { result: null })
  const src = useMedia(video)
  const still = useMedia(poster)
  const wait = <Skeleton className="h-64" />
  const download = async (format: FilmFormat): Promise<void> => {
    if (video === null || job === undefined) return
    const reply = format === 'mp4' ? await ports.save(video, story.title) : await ports.download(job, format)
    const text = format === 'mp4' ? t('gallery.downloading') : t('download.making', { format: FILM_FORMAT_NAMES[format] })
    toast(reply.kind === 'ok' ? { text } : { tone: 'danger', text: failureText(t, reply) })
  }
  return (
    <Dialog open onClose={onClose} title={story.title} description={t('film.about')} quiet>
      <div className="flex flex-col gap-3">
        {video === null || src === null ? (
          wait
        ) : (
          <Suspense fallback={wait}>
            <Player
              src={src}
              poster={still}
              filmstrip={null}
              width={video.width ?? 16}
              height={video.height ?? 9}
              duration={video.duration ?? story.duration}
              frameRate={video.frameRate ?? story.settings.frameRate}
              hasAudio={video.hasAudio ?? false}
              label={story.title}
            />
          </Suspense>
        )}
        <DownloadButton onDownload={(format) => void download(format)} />
        {job === undefined || job.adjustments.length === 0 ? null : (
          <ul aria-label={t('gallery.adjustments')} className="flex flex-col gap-1 text-xs">
            {job.adjustments.map((adjustment) => (
              <li key={`${adjustment.field} ${adjustment.code}`}>{adjustmentText(t, adjustment)}</li>
            ))}
          </ul>
        )}
        {job === undefined ? null : <ExportList film={job} />}
      </div>
    </Dialog>
  )
}
