import { Download, FileDown } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isTerminal } from 'shared/progress'
import type { Asset, ExportPreset, JobOf } from 'shared/wire'
import { Button, failureText, Field, formatBytes, Notice, problemText, Progress, useToast } from '../../ui/index.ts'
import { EXPORT_PRESETS } from '../limits.ts'
import { useEditor } from '../use-editor.ts'
import { useConnection, usePorts } from '../use-reel.ts'

/** Made of the story rather than of its film. */
const OF_STORY: readonly ExportPreset[] = ['archive', 'otio']

/** The film for other places: each export is made once and can then be saved. */
export function ExportList({ video }: { readonly video: Asset }) {
  const { t } = useTranslation()
  const { jobs } = useEditor()
  const exports = jobs.filter((job): job is JobOf<'export'> => job.kind === 'export')
  return (
    <Field title={t('export.title')} hint={t('export.hint')}>
      <ul aria-label={t('export.title')} className="flex flex-col gap-1.5">
        {EXPORT_PRESETS.map((preset) => (
          <li key={preset}>
            <ExportRow preset={preset} video={video} job={exports.find(({ request }) => isOf(request, preset, video)) ?? null} />
          </li>
        ))}
      </ul>
    </Field>
  )
}

/** Whether an export is of this film; one of the story holds as long as no newer film was made, since it is named by the story alone. */
function isOf(request: JobOf<'export'>['request'], preset: ExportPreset, video: Asset): boolean {
  return request.preset === preset && (request.assetId === undefined || request.assetId === video.id)
}

interface ExportRowProps {
  readonly preset: ExportPreset
  readonly video: Asset
  readonly job: JobOf<'export'> | null
}

function ExportRow({ preset, video, job }: ExportRowProps) {
  const { t, i18n } = useTranslation()
  const toast = useToast()
  const { start, save } = usePorts()
  const { story } = useEditor()
  const offline = useConnection() === 'offline'
  const [asked, setAsked] = useState<string | null>(null)
  const name = t(`export.presets.${preset}.name`)
  const made = async (): Promise<void> => {
    setAsked(job?.id ?? '')
    const of = OF_STORY.includes(preset) ? { storyboardId: story.id } : { assetId: video.id, storyboardId: story.id }
    const reply = await start({ kind: 'export', preset, ...of }, crypto.randomUUID())
    if (reply.kind === 'ok') return
    setAsked(null)
    toast({ tone: 'danger', text: failureText(t, reply) })
  }
  const file = job?.result?.file ?? null
  const goesOn = (job !== null && !isTerminal(job.status)) || (asked !== null && asked === (job?.id ?? ''))
  const download = async (): Promise<void> => {
    if (file === null) return
    const reply = await save(file, `${story.title} ${name}`)
    toast(reply.kind === 'ok' ? { text: t('gallery.downloading') } : { tone: 'danger', text: failureText(t, reply) })
  }
  return (
    <div data-export={preset} data-status={job?.status ?? 'none'} className="glass flex flex-col gap-1.5 rounded-control px-2.5 py-1.5">
      <div className="flex items-center gap-2">
        <span className="min-w-0 grow">
          <span className="block text-xs font-semibold text-ink">{name}</span>
          <span className="block text-[11px] text-muted tabular-nums">
            {t(`export.presets.${preset}.hint`)}
            {file === null ? '' : ` · ${formatBytes(file.bytes, i18n.language)}`}
          </span>
        </span>
        {file === null ? (
          <Button
            size="small"
            busy={goesOn}
            disabled={offline}
            aria-label={t('export.make', { name })}
            icon={<FileDown aria-hidden className="size-3.5" />}
            onClick={() => void made()}
          >
            {t('export.action')}
          </Button>
        ) : (
          <Button
            size="small"
            aria-label={t('export.save', { name })}
            icon={<Download aria-hidden className="size-3.5" />}
            onClick={() => void download()}
          >
            {t('export.saveAction')}
          </Button>
        )}
      </div>
      {job !== null && !isTerminal(job.status) ? <Progress label={name} percent={Math.floor(job.progress)} /> : null}
      {job?.status === 'failed' && job.error !== null ? <Notice tone="danger">{problemText(t, job.error).text}</Notice> : null}
    </div>
  )
}
