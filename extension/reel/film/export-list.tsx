import { Download, FileDown } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isTerminal } from 'shared/progress'
import type { Job, JobOf } from 'shared/wire'
import { Button, failureText, Field, formatBytes, Notice, problemText, Progress, useToast } from '../../ui/index.ts'
import { EXPORT_PRESETS } from '../limits.ts'
import { useEditor } from '../use-editor.ts'
import { useConnection, usePorts } from '../use-reel.ts'

/** The film for other places: each export is made once of a film and can then be saved. */
export function ExportList({ film }: { readonly film: Job }) {
  const { t } = useTranslation()
  const { jobs } = useEditor()
  const exports = jobs.filter(
    (job): job is JobOf<'export'> => job.kind === 'export' && job.createdAt >= (film.finishedAt ?? film.createdAt),
  )
  return (
    <Field title={t('export.title')} hint={t('export.hint')}>
      <ul aria-label={t('export.title')} className="flex flex-col gap-1.5">
        {EXPORT_PRESETS.map((preset) => (
          <li key={preset}>
            <ExportRow preset={preset} job={exports.find(({ request }) => request.preset === preset) ?? null} />
          </li>
        ))}
      </ul>
    </Field>
  )
}

interface ExportRowProps {
  readonly preset: (typeof EXPORT_PRESETS)[number]
  readonly job: JobOf<'export'> | null
}

function ExportRow({ preset, job }: ExportRowProps) {
  const { t, i18n } = useTranslation()
  const toast = useToast()
  const { start, save } = usePorts()
  const { story } = useEditor()
  const offline = useConnection() === 'offline'
  const [asked, setAsked] = useState<string | null>(null)
  const name = t(`export.presets.${preset}.name`)
  const made = async (): Promise<void> => {
    setAsked(job?.id ?? '')
    const reply = await start({ kind: 'export', storyboardId: story.id, preset }, crypto.randomUUID())
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
