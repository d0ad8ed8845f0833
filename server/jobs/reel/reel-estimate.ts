import { formatUsd, sumUsdMicros, usdMicros } from 'shared/money'
import type { Estimate } from 'shared/wire'
import type { PieceRole } from './flow.ts'
import type { PlannedChild } from './planned-child.ts'

const LABELS: Readonly<Record<PieceRole, string>> = {
  start_frame: 'Start frame',
  end_frame: 'Next frame',
  clip: 'Video',
  speech: 'Voice',
  music: 'Music',
  transcript: 'Transcript',
}

/** Nobody makes what has everything already. */
const NOBODY = { provider: 'local', model: 'reel-1' } as const

/**
 * What a reel costs: one line for all pieces of a role that cost the same with the same provider, what each segment comes to, and what
 * another provider would take for all of it.
 */
export function reelEstimate(children: readonly PlannedChild[]): Estimate {
  const clips = children.filter(({ part }) => part.role === 'clip')
  const [main = children[0]] = clips
  const tip = savingsTip(clips)
  return {
    usdMicros: totalOf(children),
    provider: main?.plan.provider ?? NOBODY.provider,
    model: main?.plan.model ?? NOBODY.model,
    items: itemsOf(children),
    byProvider: byProvider(clips, sumUsdMicros(...others(children).map(priceOf))),
    segments: segmentsOf(children),
    ...(tip === null ? {} : { savingsTip: tip }),
  }
}

function itemsOf(children: readonly PlannedChild[]): Estimate['items'] {
  const groups = Map.groupBy(children, ({ part, plan }) => `${part.role} ${plan.provider} ${plan.estimate.usdMicros}`)
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    if (first === undefined) return []
    const { plan, part } = first
    return {
      label: LABELS[part.role],
      kind: plan.request.kind,
      provider: plan.provider,
      count: group.length,
      unitUsdMicros: plan.estimate.usdMicros,
      usdMicros: totalOf(group),
    }
  })
}

function segmentsOf(children: readonly PlannedChild[]): NonNullable<Estimate['segments']> {
  const groups = Map.groupBy(children, ({ segmentId }) => segmentId)
  return [...groups].flatMap(([segmentId, group]) => (segmentId === null ? [] : [{ segmentId, usdMicros: totalOf(group) }]))
}

/** What every model that can make clips would take for all of the clips, with the rest as it is planned. */
function byProvider(clips: readonly PlannedChild[], rest: number): Estimate['byProvider'] {
  const lines = Map.groupBy(
    clips.flatMap(({ plan }) => plan.estimate.byProvider),
    ({ provider, model }) => `${provider}/${model}`,
  )
  return [...lines.values()].flatMap((all) => {
    const [first] = all
    if (first === undefined) return []
    const refused = all.find(({ available }) => !available)
    const reason = refused?.reason
    return {
      provider: first.provider,
      model: first.model,
      usdMicros: rest + all.reduce((sum, line) => sum + line.usdMicros, 0),
      available: refused === undefined,
      ...(reason === undefined ? {} : { reason }),
    }
  })
}

/** A saving that another provider offers for every clip. */
function savingsTip(clips: readonly PlannedChild[]): Estimate['savingsTip'] | null {
  const tips = clips.map(({ plan }) => plan.estimate.savingsTip)
  const [first] = tips
  if (first === undefined || !tips.every((tip) => tip?.provider === first.provider)) return null
  const saved = tips.reduce((sum, tip) => sum + (tip?.usdMicros ?? 0), 0)
  const using = first.text.replace(/^Save \S+ by /, '')
  return { text: `Save ${formatUsd(usdMicros(saved))} by ${using}`, usdMicros: saved, provider: first.provider }
}

function others(children: readonly PlannedChild[]): readonly PlannedChild[] {
  return children.filter(({ part }) => part.role !== 'clip')
}

function totalOf(children: readonly PlannedChild[]) {
  return sumUsdMicros(...children.map(priceOf))
}

function priceOf({ plan }: PlannedChild) {
  return usdMicros(plan.estimate.usdMicros)
}
