import type { TFunction } from 'i18next'
import { formatUsd, usdMicros } from 'shared/money'
import type { Adjustment, Problem } from 'shared/wire'
import { english } from './english/index.ts'

export interface ShownProblem {
  readonly title: string
  readonly text: string
  /** One line for each fault of a request that says what would do. */
  readonly issues: readonly string[]
}

interface ProblemLike extends Pick<Problem, 'detail' | 'params'> {
  /** Any code: a newer server may have more. */
  readonly code: string
  readonly title?: string
  readonly issues?: Problem['issues']
}
type KnownCode = keyof typeof english.problem

function isKnown<T extends object>(texts: T, code: string): code is Extract<keyof T, string> {
  return Object.hasOwn(texts, code)
}

/** A problem in the panel's language, from its code and parameters; its own English detail where the code says less or is not known. */
export function problemText(t: TFunction, problem: ProblemLike): ShownProblem {
  const issues = (problem.issues ?? []).map((issue) => issueText(t, issue))
  if (!isKnown(english.problem, problem.code)) {
    return { title: problem.title ?? t('unknownProblem.title'), text: problem.detail, issues }
  }
  return { title: t(`problem.${problem.code}.title`), text: textOf(t, problem.code, problem), issues }
}

function textOf(t: TFunction, code: KnownCode, { params, detail }: ProblemLike): string {
  const missing = moneyOf(params['missingUsdMicros'])
  if (code === 'insufficient_budget' && missing !== null) {
    return t(params['of'] === 'credits' ? 'problemWith.insufficient_credits' : 'problemWith.insufficient_budget', { missing })
  }
  const told = providerText(t, code, params)
  if (told !== null) return told
  const { reason, file } = params
  if (code === 'media_invalid' && typeof reason === 'string' && isKnown(english.problemWith.project, reason)) {
    return t(`problemWith.project.${reason}`, { file: typeof file === 'string' ? file : '' })
  }
  const price = moneyOf(params['usdMicros'])
  if (code === 'price_changed' && price !== null) return t('problemWith.price_changed', { price })
  const seconds = params['retryAfterSeconds']
  if (code === 'rate_limited' && typeof seconds === 'number') return t('problemWith.rate_limited', { seconds: Math.ceil(seconds) })
  return DETAILED.has(code) && detail !== '' ? detail : t(`problem.${code}.text`)
}

/** What a provider's refusal or failure says beyond its code; null where it says no more. */
function providerText(t: TFunction, code: KnownCode, params: ProblemLike['params']): string | null {
  const { provider, reason, side, subject } = params
  if (typeof provider !== 'string') return null
  if (code === 'provider_unavailable') return t('problemWith.provider_unavailable', { provider })
  if (code === 'provider_rejected' && typeof reason === 'string' && isKnown(english.problemWith.rejected, reason)) {
    return t(`problemWith.rejected.${reason}`, { provider })
  }
  if (code === 'provider_failed' && typeof reason === 'string' && isKnown(english.problemWith.failed, reason)) {
    return t(`problemWith.failed.${reason}`, { provider })
  }
  if (code !== 'content_policy') return null
  if (side === 'output') return t('problemWith.policy.output', { provider })
  return t(`problemWith.policy.${subject === 'text' || subject === 'image' ? subject : 'input'}`, { provider })
}

/** What these codes mean is only in what was refused; the general text would hide it. */
const DETAILED: ReadonlySet<KnownCode> = new Set(['unsupported_option', 'invalid_request', 'conflict'])

function moneyOf(value: unknown): string | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? formatUsd(usdMicros(value)) : null
}

/** One fault of a request: its field and what would do. */
export function issueText(t: TFunction, { path, message, allowed, range }: NonNullable<Problem['issues']>[number]): string {
  const field = path === '' ? '' : path
  if (allowed !== undefined) return t('issue.allowed', { field, values: allowed.join(', ') })
  if (range?.minimum !== undefined && range.maximum !== undefined) {
    return t('issue.range', { field, minimum: range.minimum, maximum: range.maximum })
  }
  return field === '' ? message : `${field}: ${message}`
}

/** What was changed about a request, in the panel's language; the server's own words where the code is not known here. */
export function adjustmentText(t: TFunction, { code, why, asked, bought, got }: Adjustment): string {
  if (!isKnown(english.adjustment, code)) return why
  // A clip that was bought is enlarged from what was bought, one that is restyled from what it is.
  const from = code === 'upscaledFrom' ? (bought ?? got) : got
  return t(`adjustment.${code}`, { asked: said(asked), bought: said(bought), got: said(from) })
}

function said(value: string | number | boolean | undefined): string {
  return value === undefined ? '' : String(value)
}

/** What came of a request that did not succeed, in one line. */
export function failureText(
  t: TFunction,
  failure: { readonly kind: 'offline' | 'unpaired' } | { readonly kind: 'problem'; readonly problem: ProblemLike },
): string {
  if (failure.kind === 'problem') {
    const { title, text } = problemText(t, failure.problem)
    return `${title}. ${text}`
  }
  return failure.kind === 'offline' ? t('offlineProblem.title') : t('problem.unauthorized.title')
}
