import { RefreshCw } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Segment } from 'shared/wire'
import { Button, formatNumber, formatPrice, Notice, problemText, Progress } from '../../ui/index.ts'
import { followersOf, standingOf } from '../story-facts.ts'
import { useEditor } from '../use-editor.ts'
import { estimateIn } from '../use-story-price.ts'
import { useRemake } from './use-remake.tsx'

/** How a segment stands: what is being made, what went wrong, what no longer fits, and what can be done about it. */
export function SegmentState({ segment }: { readonly segment: Segment }) {
  const { t } = useTranslation()
  const standing = standingOf(segment)
  const percent = Math.floor(segment.progress)
  return (
    <>
      {standing === 'making' ? (
        <div className="flex flex-col gap-1">
          <Progress
            label={t('segment.label', { position: segment.index + 1 })}
            percent={percent}
            valueText={t('standing.makingAt', { percent })}
          />
          <p className="text-[11px] text-muted tabular-nums">{t('standing.makingAt', { percent })}</p>
        </div>
      ) : null}
      {standing === 'failed' && segment.error !== null ? (
        <Notice tone="danger" announce="polite" title={t('segment.failed')}>
          {problemText(t, { ...segment.error, params: {} }).text}
        </Notice>
      ) : null}
      {standing === 'stale' ? <Stale segment={segment} /> : null}
      <Continuity segment={segment} />
      <Costs segment={segment} />
    </>
  )
}

/** What a segment has cost and what making it will cost, where that is anything. */
function Costs({ segment: { id, cost } }: { readonly segment: Segment }) {
  const { t } = useTranslation()
  const { price } = useEditor()
  const coming = estimateIn(price)?.segments?.find(({ segmentId }) => segmentId === id)?.usdMicros ?? 0
  const said = [
    ...(cost.settledUsdMicros > 0 ? [t('segment.cost', { cost: formatPrice(cost.settledUsdMicros) ?? '' })] : []),
    ...(coming > 0 ? [t('segment.coming', { coming: formatPrice(coming) ?? '' })] : []),
  ]
  return said.length === 0 ? null : <p className="text-[11px] text-muted tabular-nums">{said.join(' · ')}</p>
}

function Stale({ segment }: { readonly segment: Segment }) {
  const { t } = useTranslation()
  const { story } = useEditor()
  const remake = useRemake()
  const after = followersOf(story, segment.id)
  return (
    <Notice
      tone="warning"
      title={t('segment.stale')}
      actions={
        <>
          <Button
            size="small"
            busy={remake.busy}
            disabled={remake.offline}
            icon={<RefreshCw aria-hidden className="size-3.5" />}
            onClick={() => void remake.run([segment])}
          >
            {t('segment.redo')}
          </Button>
          {after.length > 1 ? (
            <Button size="small" busy={remake.busy} disabled={remake.offline} onClick={() => void remake.run(after)}>
              {t('segment.redoAfter', { count: after.length })}
            </Button>
          ) : null}
        </>
      }
    >
      {t('segment.staleText')}
    </Notice>
  )
}

function Continuity({ segment }: { readonly segment: Segment }) {
  const { t, i18n } = useTranslation()
  const remake = useRemake()
  const { continuity } = segment
  if (continuity === null) return null
  const score = formatNumber(continuity.score * 100, i18n.language, 0)
  if (continuity.warning === undefined) return <p className="text-[11px] text-muted tabular-nums">{t('continuity.good', { score })}</p>
  return (
    <Notice
      tone="warning"
      title={t('continuity.title', { score })}
      actions={
        <Button
          size="small"
          busy={remake.busy}
          disabled={remake.offline}
          icon={<RefreshCw aria-hidden className="size-3.5" />}
          onClick={() => void remake.run([segment])}
        >
          {t('continuity.redo')}
        </Button>
      }
    >
      {t(`continuity.${continuity.warning}`)}
    </Notice>
  )
}
