import type { TFunction } from 'i18next'
import { ExternalLink } from 'lucide-react'
import { Fragment, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { CAMERA_MOVES } from 'shared/camera'
import { LIGHTINGS, moodCategory, PLATFORMS, STYLES } from 'shared/strategy'
import type { AttemptStatus, ClipResult, ClipJob } from 'shared/wire'
import { adjustmentText, formatBytes, formatMoment, formatNumber, formatPrice } from '../../ui/index.ts'
import { moneyText } from './money-facts.ts'

/** What a clip was made of and by, and what came of it. */
export function ClipFacts({ job, result }: { readonly job: ClipJob; readonly result: ClipResult }) {
  const { t, i18n } = useTranslation()
  const { request, cost, adjustments } = job
  const price = formatPrice(cost.settledUsdMicros ?? cost.estimatedUsdMicros)
  const page = request.source?.pageUrl
  const fact = (name: string, value: ReactNode): ReactNode => (
    <div className="flex gap-3 py-1.5">
      <dt className="w-24 shrink-0 text-muted">{name}</dt>
      <dd className="min-w-0 grow break-words text-ink">{value}</dd>
    </div>
  )
  return (
    <dl className="divide-y divide-line text-xs">
      {fact(t('gallery.prompt'), request.prompt ?? t('gallery.noPrompt'))}
      {lookFacts(t, job, result).map(({ name, value }) => (
        <Fragment key={name}>{fact(name, value)}</Fragment>
      ))}
      {fact(
        t('gallery.format'),
        t('gallery.formatValue', {
          aspect: request.aspectRatio,
          resolution: request.resolution,
          frameRate: request.frameRate,
          duration: t('common.seconds', { value: formatNumber(request.duration, i18n.language) }),
        }),
      )}
      {page === undefined ? null : fact(t('gallery.page'), <PageLink url={page} title={request.source?.pageTitle ?? page} />)}
      {fact(t('gallery.cost'), moneyText(t, job) ?? (cost.settledUsdMicros === 0 ? t('common.free') : price))}
      {fact(t('gallery.madeBy'), t('attempts.line', job))}
      {job.attempts.some(isTold) ? fact(t('attempts.title'), <Attempts job={job} />) : null}
      {fact(t('gallery.seed'), <span className="tabular-nums">{request.seed}</span>)}
      {fact(t('gallery.fileSize'), formatBytes(result.video.bytes, i18n.language))}
      {fact(t('gallery.created'), formatMoment(job.createdAt, i18n.language))}
      {adjustments.length === 0
        ? null
        : fact(
            t('gallery.adjustments'),
            <ul>
              {adjustments.map((adjustment) => (
                <li key={`${adjustment.field} ${adjustment.code}`}>{adjustmentText(t, adjustment)}</li>
              ))}
            </ul>,
          )}
    </dl>
  )
}

/** Attempts of the backend's own engine cost nothing and say nothing that the job does not. */
function isTold({ costUsdMicros }: ClipJob['attempts'][number]): boolean {
  return costUsdMicros !== 0
}

/** Every try with its provider, how it ended and what it cost. */
export function Attempts({ job }: { readonly job: Pick<ClipJob, 'attempts'> }) {
  const { t } = useTranslation()
  return (
    <ol className="flex flex-col gap-1 text-xs">
      {job.attempts.map(({ provider, model, status, costUsdMicros }, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- tries are only ever added at the end, and have no id here
        <li key={index} className="flex gap-2">
          <span className="min-w-0 grow break-words">
            {t('attempts.line', { provider, model })}
            <span className="text-muted"> · {known(t, status)}</span>
          </span>
          <span className="shrink-0 tabular-nums">{formatPrice(costUsdMicros) ?? t('attempts.costUnknown')}</span>
        </li>
      ))}
    </ol>
  )
}

const ATTEMPT_STATUSES = ['intent', 'submitted', 'succeeded', 'failed', 'cancelled', 'unknown'] as const satisfies readonly AttemptStatus[]

function known(t: TFunction, status: AttemptStatus): string {
  const found = ATTEMPT_STATUSES.find((each) => each === status)
  return found === undefined ? status : t(`attempts.statuses.${found}`)
}

interface Fact {
  readonly name: string
  readonly value: string
}

/** How a clip was filmed and how it looks; what this panel does not know yet is shown by the name the backend gives it. */
export function lookFacts(
  t: TFunction,
  { request }: Pick<ClipJob, 'request'>,
  { parallax }: Pick<ClipResult, 'parallax'>,
): readonly Fact[] {
  const { camera, style, lighting, mood, platform, video } = request
  const move = CAMERA_MOVES.find((each) => each === camera)
  const filmed = move !== undefined ? t(`cameras.${move}.name`) : typeof camera === 'string' ? camera : t('path.name')
  const named = STYLES.find((each) => each === style)
  const light = LIGHTINGS.find((each) => each === lighting)
  const shown = PLATFORMS.find((each) => each === platform)
  const layers = PARALLAX.find((each) => each === parallax)
  return [
    // A clip that was restyled keeps the camera it was filmed by, which its request does not know.
    ...(video === undefined ? [{ name: t('gallery.camera'), value: filmed }] : []),
    ...(layers === undefined || request.image === undefined ? [] : [{ name: t('gallery.layers'), value: t(`gallery.parallax.${layers}`) }]),
    { name: t('gallery.style'), value: named === undefined ? style : t(`styles.${named}`) },
    ...(lighting === undefined ? [] : [{ name: t('gallery.lighting'), value: light === undefined ? lighting : t(`lightings.${light}`) }]),
    ...(mood === undefined
      ? []
      : [{ name: t('gallery.mood'), value: t('gallery.moodValue', { value: mood, category: t(`categories.${moodCategory(mood)}`) }) }]),
    ...(platform === undefined ? [] : [{ name: t('gallery.platform'), value: shown === undefined ? platform : t(`platforms.${shown}`) }]),
  ]
}

const PARALLAX = ['cut_out', 'depth_map', 'whole_picture'] as const satisfies readonly ClipResult['parallax'][]

function PageLink({ url, title }: { readonly url: string; readonly title: string }) {
  return (
    <a
      href={url}
      target="_blank"
      rel="noreferrer"
      className="inline-flex max-w-full items-center gap-1 text-accent underline underline-offset-2"
    >
      <span className="truncate">{title}</span>
      <ExternalLink aria-hidden className="size-3 shrink-0" />
    </a>
  )
}
