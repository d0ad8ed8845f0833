import { FolderOpen } from 'lucide-react'
import { type DragEvent, type ReactNode, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Storyboard } from 'shared/wire'
import type { Reply } from '../api/index.ts'
import { Button, classes, failureText, useToast } from '../ui/index.ts'

export interface ProjectDropProps {
  /** Makes a story of an archive; calls with the same key make one. */
  readonly bring: (archive: Blob, idempotencyKey: string) => Promise<Reply<Pick<Storyboard, 'id' | 'title'>>>
  readonly offline: boolean
  readonly onOpened: (storyId: string) => void
  /** What is shown; given the button that chooses a file. */
  readonly children: (button: ReactNode) => ReactNode
}

/** A place where a project archive can be dropped, with a button that chooses one. */
export function ProjectDrop({ bring, offline, onOpened, children }: ProjectDropProps) {
  const { t } = useTranslation()
  const file = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const { busy, open } = useOpening(bring, onOpened)
  const button = (
    <Button icon={<FolderOpen aria-hidden className="size-4" />} busy={busy} disabled={offline} onClick={() => file.current?.click()}>
      {t('project.open')}
    </Button>
  )
  return (
    <div
      role="presentation"
      className={classes('flex flex-col gap-3 p-3', over && 'outline-2 -outline-offset-4 outline-accent outline-dashed')}
      onDragOver={(event) => {
        if (offline || !bringsFiles(event)) return
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={(event) => {
        if (!(event.relatedTarget instanceof Node) || !event.currentTarget.contains(event.relatedTarget)) setOver(false)
      }}
      onDrop={(event) => {
        setOver(false)
        const [dropped] = event.dataTransfer.files
        if (offline || dropped === undefined) return
        event.preventDefault()
        open(dropped)
      }}
    >
      {children(button)}
      <input
        ref={file}
        type="file"
        accept=".zip,.otioz,application/zip"
        aria-label={t('project.file')}
        className="sr-only"
        tabIndex={-1}
        onChange={(event) => {
          const [chosen] = event.target.files ?? []
          if (chosen !== undefined) open(chosen)
          event.target.value = ''
        }}
      />
    </div>
  )
}

function bringsFiles({ dataTransfer }: DragEvent): boolean {
  return dataTransfer.types.includes('Files')
}

function useOpening(bring: ProjectDropProps['bring'], onOpened: ProjectDropProps['onOpened']) {
  const { t } = useTranslation()
  const toast = useToast()
  const [busy, setBusy] = useState(false)
  const open = async (archive: File): Promise<void> => {
    if (busy) return
    setBusy(true)
    const reply = await bring(archive, crypto.randomUUID())
    setBusy(false)
    if (reply.kind !== 'ok') return toast({ tone: 'danger', text: failureText(t, reply) })
    toast({ text: t('project.opened', { title: reply.value.title }) })
    onOpened(reply.value.id)
  }
  return { busy, open: (archive: File) => void open(archive) }
}
