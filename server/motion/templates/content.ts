import { type Amount, amounts } from './prices.ts'
import { normalise } from '../../drawing/index.ts'

/** What a prompt says, taken apart for the templates. All words are the person's own. */
export interface Content {
  /** All words in one line. */
  readonly whole: string
  readonly headline: string
  /** What follows the headline. */
  readonly detail: string | null
  readonly quote: Quote | null
  readonly list: List | null
  readonly offer: Offer | null
  readonly countdown: Countdown | null
  readonly sides: Sides | null
}

export interface Quote {
  readonly text: string
  /** Who said it, without the dash before it. */
  readonly attribution: string | null
  /** What stands around it. */
  readonly rest: string | null
}

export interface List {
  readonly headline: string | null
  readonly items: readonly string[]
}

export interface Offer {
  /** The price or the percentage that it is about. */
  readonly hero: string
  readonly oldPrice: string | null
  readonly headline: string | null
  readonly detail: string | null
}

export interface Countdown {
  readonly from: number
  /** What is counted, where it is said: days, hours. */
  readonly unit: string | null
  /** What is said beside the numbers. */
  readonly words: string
}

export interface Sides {
  readonly before: { readonly label: string | null; readonly text: string }
  readonly after: { readonly label: string | null; readonly text: string }
  readonly headline: string | null
}

/** Takes a prompt apart. Pure: same prompt, same content. */
export function parseContent(prompt: string): Content {
  const whole = normalise(prompt)
  const { headline, detail } = headlineOf(whole)
  return {
    whole,
    headline,
    detail,
    quote: quoteOf(whole),
    list: listOf(prompt),
    offer: offerOf(whole),
    countdown: countdownOf(whole),
    sides: sidesOf(whole),
  }
}

/** Characters that a headline has at most where the text can be parted. */
const HEADLINE = 64
const SENTENCE = /[.!?…。！？؟।](?=["'”’»」』)]*(?:\s|$))["'”’»」』)]*|(?<=[。！？])|[:：](?=\s)|\s[—–|]\s|\n/gu

/** The first sentence, or what stands before a colon, a dash or a comma, and the rest. */
function headlineOf(whole: string): { readonly headline: string; readonly detail: string | null } {
  const at = [...whole.matchAll(SENTENCE)].map((match) => match.index + match[0].length).find((end) => end >= 4) ?? whole.length
  const end =
    at > HEADLINE
      ? ([...whole.matchAll(/[,;،、，](?:\s|(?<=[、，]))/gu)]
          .map((match) => match.index + 1)
          .find((comma) => comma >= 12 && comma <= HEADLINE) ?? at)
      : at
  const headline = trimEnds(whole.slice(0, end))
  const detail = trimStart(whole.slice(end))
  return { headline: headline === '' ? whole : headline, detail: detail === '' ? null : detail }
}

function trimEnds(text: string): string {
  return trimStart(text).replace(/[\s:：;,،、，—–|]+$/u, '')
}

function trimStart(text: string): string {
  return text.replace(/^[\s:：;,،、，—–|]+/u, '').trimEnd()
}

const QUOTED = /[“„]([^“”„]{8,})[”“]|«\s?([^«»]{8,}?)\s?»|「([^「」]{4,})」|『([^『』]{4,})』|(?<!\p{L})"([^"]{8,})"/u
/** A name behind a dash, or after `by`: one to five words, or a few more with a comma between name and role. */
const ATTRIBUTION = /^\s*(?:[—–―-]+|by\s|von\s|par\s|por\s|~)\s*(\S.{1,60})$/u
const NAMED = /^(.{16,})\s+[—–―]\s*(\p{Lu}\p{L}*\.?(?:\s+\p{Lu}[\p{L}.’'-]*){1,3}(?:,\s.{2,30})?)$/u

function quoteOf(whole: string): Quote | null {
  const quoted = QUOTED.exec(whole)
  if (quoted !== null) {
    const text = (quoted.slice(1).find((part) => part !== undefined) ?? '').trim()
    const after = whole.slice(quoted.index + quoted[0].length)
    const before = trimEnds(whole.slice(0, quoted.index))
    const attribution = ATTRIBUTION.exec(after)?.[1] ?? null
    const rest = [before, attribution === null ? trimStart(after) : '']
      .filter((part) => part !== '' && /[\p{L}\p{N}]/u.test(part))
      .join(' … ')
    if (attribution === null && text.length < 0.5 * whole.length) return null
    return { text, attribution, rest: rest === '' ? null : rest }
  }
  const named = NAMED.exec(whole)
  const [, text, attribution] = named ?? []
  if (text === undefined || attribution === undefined || amounts(whole).length > 0) return null
  return { text, attribution, rest: null }
}

const BULLET = /^\s*(?:[-•*·–▪◦✓✔]|\p{Nd}{1,2}[.):、])\s*/u
const NUMBERED = /(?:^|\s)\p{Nd}{1,2}[.)]\s+(?=\S)/gu

/** Items on lines of their own, behind bullets or numbers, between semicolons, or between commas after a colon. */
function listOf(prompt: string): List | null {
  const lines = prompt
    .split(/\r?\n/u)
    .map(normalise)
    .filter((line) => line !== '')
  if (lines.length >= 3) return listFrom(lines)
  const whole = normalise(prompt)
  const numbered = [...whole.matchAll(NUMBERED)]
  if (numbered.length >= 2) {
    const items = numbered.map((match, index) => trimEnds(whole.slice(match.index + match[0].length, numbered[index + 1]?.index)))
    return listed(trimEnds(whole.slice(0, numbered[0]?.index)), items)
  }
  const colon = /^([^:：]{3,80})[:：]\s*(.+)$/u.exec(whole)
  const [, before, after] = colon ?? []
  for (const separator of [/\s*[;；]\s*/u, /\s*[•·|]\s*/u]) {
    const items = (after ?? whole).split(separator)
    if (items.length >= 3) return listed(before ?? '', items)
  }
  const items = (after ?? '').split(/\s*[,،、，]\s*(?:and\s|und\s|et\s|y\s)?/u)
  return before !== undefined && items.length >= 3 && items.every((item) => item.length <= 48) ? listed(before, items) : null
}

function listFrom(lines: readonly string[]): List | null {
  const marked = lines.map((line) => BULLET.test(line))
  const headed = marked[0] === false && (marked.slice(1).every(Boolean) || /[:：]$/u.test(lines[0] ?? '') || /\p{Nd}/u.test(lines[0] ?? ''))
  const items = (headed ? lines.slice(1) : lines).map((line) => line.replace(BULLET, ''))
  return listed(headed ? trimEnds(lines[0] ?? '') : '', items)
}

function listed(headline: string, items: readonly string[]): List | null {
  const kept = items.map((item) => item.trim().replace(/[;,]$/u, '')).filter((item) => item !== '')
  return kept.length >= 2 ? { headline: headline === '' ? null : headline, items: kept } : null
}

/** Words that an old price follows, or that follow it. */
const WAS =
  /(?:\bwas|\binstead of|\bfrom|\breg(?:ular(?:ly)?)?\.?|\bformerly|\brrp|\bstatt|\bau lieu de|\bantes|\bvorher|\bbisher|\bUVP|\bвместо|原价|通常|بدلا? من)\s*[:：]?\s*$/iu
/** What is left over beside a price and says nothing by itself. */
const FILLER =
  /^(?:now|only|just|for|from|to|at|is|it's|was|instead of|jetzt|nur|für|statt|ab|um|seulement|ahora|solo|por|а|всего|за|→|->|[-–—,;:.!|()~\s])+$/iu

function offerOf(whole: string): Offer | null {
  const found = amounts(whole).filter(({ kind, value }) => kind === 'price' || value !== 100)
  const prices = found.filter(({ kind }) => kind === 'price')
  const old = oldPrice(whole, prices)
  const hero = prices.find((price) => price !== old) ?? found.find(({ kind }) => kind === 'percent') ?? null
  if (hero === null) return null
  const percent = found.find(({ kind }) => kind === 'percent')
  const shown = percent !== undefined && old === null ? percent : hero
  const { headline, detail } = around(whole, [shown, ...(old === null ? [] : [old])])
  return { hero: shown.text.replaceAll(/\s+/gu, '\u00A0'), oldPrice: old?.text ?? null, headline, detail }
}

/** The dearer of two prices, or one that is named as the old one. */
function oldPrice(whole: string, prices: readonly Amount[]): Amount | null {
  const named = prices.find(({ start }) => WAS.test(whole.slice(0, start)))
  if (named !== undefined && prices.length > 1) return named
  const [first, second] = prices
  if (first === undefined || second === undefined || prices.length > 2) return null
  return first.value > second.value ? first : second.value > first.value ? second : null
}

/** The words around amounts: clauses that say nothing but the amounts are dropped, all others are kept whole. */
function around(whole: string, shown: readonly Amount[]): { readonly headline: string | null; readonly detail: string | null } {
  const clauses = clausesOf(whole).flatMap(({ text, start }) => {
    const end = start + text.length
    const inside = shown.filter((amount) => amount.start >= start && amount.end <= end)
    const left = inside.toReversed().reduce((rest, amount) => rest.slice(0, amount.start - start) + rest.slice(amount.end - start), text)
    if (inside.length > 0 && (left.trim() === '' || FILLER.test(left.trim()))) return []
    const kept = stripped(text, inside)
    return trimEnds(kept) === '' ? [] : [kept]
  })
  const [headline, ...rest] = clauses
  const detail = trimEnds(rest.join(''))
  return { headline: headline === undefined ? null : trimEnds(headline), detail: detail === '' ? null : detail }
}

/** A clause without an amount that it begins or ends with; one in its middle stays, or the sentence would break. */
function stripped(text: string, inside: readonly Amount[]): string {
  return inside.reduce((kept, { text: amount }) => {
    const bare = trimEnds(kept)
    if (bare.endsWith(amount))
      return bare.slice(0, -amount.length).replace(/\s(?:now|only|just|for|from|at|was|jetzt|nur|für|ab|statt)\s*$/iu, '')
    return bare.startsWith(amount) ? ` ${trimStart(bare.slice(amount.length))}${kept.slice(kept.indexOf(bare) + bare.length)}` : kept
  }, text)
}

function clausesOf(whole: string): readonly { readonly text: string; readonly start: number }[] {
  const ends = [...whole.matchAll(/[.!?…;:](?=\s|$)|[。！？、，؟،；：]|,(?=\s)|\s[—–|-]\s|(?=\s\()/gu)].map(
    (match) => match.index + match[0].length,
  )
  return [...ends, whole.length].map((end, index) => {
    const start = index === 0 ? 0 : (ends[index - 1] ?? 0)
    return { text: whole.slice(start, end), start }
  })
}

const UNITS = String.raw`days?|hours?|minutes?|weeks?|months?|sleeps|Tagen?|Stunden?|Wochen?|Minuten?|jours?|heures?|semaines?|días?|horas?|dias|giorni|dni|дней|дня|день|часа?|часов|недел[ьию]|日|天|時間|小时|週間|周|일|시간|주|أيام|يوم|ساعات|ساعة`
const LEFT = new RegExp(
  String.raw`(?:\b(?:in|only|noch|en|dans|faltan|fra|za|через|осталось)|あと|还有|还剩|بعد|باقي|متبقي)\s*(\p{Nd}{1,3})\s*(${UNITS})(?!\p{L})|(\p{Nd}{1,3})\s*(${UNITS})\s*(?:left|to go|until|remaining|noch|남았)`,
  'iu',
)
const SEQUENCE = /(?<!\p{Nd})(?:10|[3-9])(?:\s*[,.…\s-]+\s*\p{Nd}){1,9}[,.…\s!]*/iu
const LAUNCH =
  /\b(?:count\s?down|launch(?:es|ing)?|going live|goes live|drops? (?:on|at|tomorrow|today|tonight|friday|monday)|coming soon|T-\d+)\b/iu
/** Where nothing else is said. */
const THREE = 3

function countdownOf(whole: string): Countdown | null {
  const left = LEFT.exec(whole)
  if (left !== null) return { from: amountOf(left[1] ?? left[3] ?? '3'), unit: left[2] ?? left[4] ?? null, words: whole }
  const sequence = SEQUENCE.exec(whole)
  const digits = sequence === null ? [] : [...sequence[0].matchAll(/\p{Nd}+/gu)].map((match) => Number(match[0]))
  if (digits.length >= 3 && digits.every((digit, index) => index === 0 || digit === (digits[index - 1] ?? 0) - 1)) {
    const rest = trimEnds(whole.replace(sequence?.[0] ?? '', ' ').replaceAll(/\s+/gu, ' '))
    return { from: digits[0] ?? THREE, unit: null, words: /\p{L}/u.test(rest) ? rest : whole }
  }
  return LAUNCH.test(whole) ? { from: THREE, unit: null, words: whole } : null
}

function amountOf(digits: string): number {
  const value = amounts(`${digits}%`)[0]?.value ?? THREE
  return Math.max(1, value)
}

const BEFORE_AFTER =
  /^(?:(.*?)[\s:—–-]+)??(before|vorher|avant|antes|до|之前|使用前|قبل)\s*[:：—–-]?\s+(.{2,}?)[\s,;.。、|/→>—–-]+(?:and\s|und\s)?(after|nachher|après|después|после|之后|使用後|بعد)\s*[:：—–-]?\s+(.{2,})$/iu
const VERSUS = /^(?:([^:：]{3,60})[:：]\s*)?(.{2,}?)\s+(?:vs?\.?|versus|gegen|contre|против)\s+(.{2,})$/iu

function sidesOf(whole: string): Sides | null {
  const labelled = BEFORE_AFTER.exec(whole)
  if (labelled !== null) {
    const [, headline, before = '', first = '', after = '', second = ''] = labelled
    return {
      headline: headline === undefined || headline === '' ? null : headline,
      before: { label: before, text: trimEnds(first) },
      after: { label: after, text: second },
    }
  }
  const [, headline, first, second] = VERSUS.exec(whole) ?? []
  if (first === undefined || second === undefined || first.length > 90 || second.length > 120) return null
  return { headline: headline ?? null, before: { label: null, text: first }, after: { label: null, text: second } }
}
