import { Globe, Wand2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { segmentCount } from 'shared/story'
import { Button, Chips, Dialog, failureText, Field, formatSpan, Notice, Skeleton, useToast } from '../../ui/index.ts'
import { REEL_PRESETS } from '../limits.ts'
import type { ReelPorts } from '../ports.ts'
import { PageFactsForm } from './page-facts-form.tsx'
import { PagePictureGrid } from './page-picture-grid.tsx'
import { type PageDraft, requestOf } from './page-draft.ts'
import { usePage } from './use-page.ts'

export interface PageReelProps {
  readonly ports: ReelPorts
  readonly onClose: () => void
  readonly onMade: (storyId: string) => void
}

/** A reel of the page that the person looks at: what the page says is shown and can be changed before a story is made of it. */
export function PageReel({ ports, onClose, onMade }: PageReelProps) {
  const { t } = useTranslation()
  const page = usePage(ports)
  return (
    <Dialog open onClose={onClose} title={t('pageReel.title')} description={t('pageReel.text')} quiet>
      {page.kind === 'reading' ? (
        <output aria-label={t('pageReel.reading')} className="flex flex-col gap-2">
          <Skeleton className="h-10" />
          <Skeleton className="h-20" />
          <Skeleton className="h-32" />
        </output>
      ) : page.kind === 'refused' ? (
        <Refused origin={page.origin} ports={ports} onAgain={page.again} />
      ) : (
        <Draft key={page.draft.facts.url} ports={ports} first={page.draft} onMade={onMade} />
      )}
    </Dialog>
  )
}

interface RefusedProps {
  /** The site to ask for; null where the page cannot be read at all. */
  readonly origin: string | null
  readonly ports: ReelPorts
  readonly onAgain: () => void
}

function Refused({ origin, ports, onAgain }: RefusedProps) {
  const { t } = useTranslation()
  return (
    <Notice
      tone="warning"
      title={t('picker.accessTitle')}
      actions={
        origin === null ? (
          <Button size="small" onClick={onAgain}>
            {t('common.retry')}
          </Button>
        ) : (
          <Button
            size="small"
            onClick={() => {
              // The browser lets us ask only from within the press itself, so nothing may be awaited before.
              void ports.page.requestAccess(origin).then((given) => (given ? onAgain() : undefined))
            }}
          >
            {t('picker.accessGrant', { site: URL.parse(origin)?.host ?? origin })}
          </Button>
        )
      }
    >
      {origin === null ? t('pageReel.refused') : t('picker.accessText')}
    </Notice>
  )
}

function Draft({
  ports,
  first,
  onMade,
}: {
  readonly ports: ReelPorts
  readonly first: PageDraft
  readonly onMade: (storyId: string) => void
}) {
  const { t } = useTranslation()
  const toast = useToast()
  const [draft, setDraft] = useState(first)
  const [busy, setBusy] = useState(false)
  const change = (part: Partial<PageDraft>): void => setDraft((before) => ({ ...before, ...part }))
  const make = async (): Promise<void> => {
    setBusy(true)
    const made = await requestOf(draft, ports)
    const reply = await ports.stories.create(made.request, crypto.randomUUID())
    setBusy(false)
    if (reply.kind !== 'ok') return toast({ tone: 'danger', text: failureText(t, reply) })
    if (made.lost > 0) toast({ text: t('pageReel.lost', { count: made.lost }) })
    onMade(reply.value.id)
  }
  const ready = draft.facts.title.trim() !== '' || draft.chosen.length > 0
  return (
    <div className="flex flex-col gap-3.5">
      <p className="flex items-center gap-1.5 truncate text-[11px] text-muted">
        <Globe aria-hidden className="size-3.5 shrink-0" />
        {URL.parse(draft.facts.url)?.host ?? draft.facts.url}
      </p>
      <PageFactsForm facts={draft.facts} onChange={(part) => change({ facts: { ...draft.facts, ...part } })} />
      <PagePictureGrid candidates={draft.candidates} chosen={draft.chosen} onChange={(chosen) => change({ chosen })} />
      <Field title={t('reel.length')}>
        <Chips
          label={t('reel.length')}
          value={String(draft.seconds)}
          options={REEL_PRESETS.map((value) => ({ value: String(value), label: formatSpan(value) }))}
          onChange={(value) => change({ seconds: Number(value) })}
        />
      </Field>
      <Button
        look="primary"
        size="large"
        busy={busy}
        disabled={!ready}
        icon={<Wand2 aria-hidden className="size-4" />}
        onClick={() => void make()}
      >
        {t('reel.plan', { count: segmentCount(draft.seconds) })}
      </Button>
    </div>
  )
}
