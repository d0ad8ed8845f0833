import type { ImageCandidate, PageFacts, PageScan } from 'shared/page'
import { sendMessage } from '../api/index.ts'
import type { ClickedPoint, FrameReader } from './frame.ts'
import { climb } from './ladder.ts'
import { makeRungs } from './rungs.ts'
import type { FactsReply, PageIntent, PageReader, PageRefusal, PageTarget, PickReply, ScanReply } from './types.ts'

declare global {
  /** Set by the frame script in its isolated world. */
  var pagereelFrame: FrameReader | undefined
  /** Set by the facts script: what the page says about what it shows. */
  var pagereelFacts: (() => PageFacts) | undefined
  /** Set by the bytes script: stops it listening. */
  var pagereelBytes: (() => void) | undefined
}

export type ReaderBrowser = Pick<typeof chrome, 'tabs' | 'scripting' | 'permissions'>

export interface ReaderOptions {
  readonly browser: ReaderBrowser
  readonly texts: { readonly pickHint: string }
  readonly fetch?: typeof fetch
}

/** Files of the injected scripts in the built extension. */
const FRAME_SCRIPT = '/frame.js'
const BYTES_SCRIPT = '/bytes.js'
const FACTS_SCRIPT = '/facts.js'

/** Reads pages for the panel through scripts that are injected when they are needed; nothing runs in pages before that. */
export function createPageReader({ browser, texts, fetch: send = (input, init) => fetch(input, init) }: ReaderOptions): PageReader {
  /** The frame in which a scan or a pick found a candidate. */
  const frames = new Map<string, number>()

  const target = async (tabId?: number): Promise<PageTarget | null> => {
    const [tab] = tabId === undefined ? await browser.tabs.query({ active: true, currentWindow: true }) : [await getTab(browser, tabId)]
    if (tab?.id === undefined) return null
    return { tabId: tab.id, windowId: tab.windowId, url: tab.url ?? null, title: tab.title ?? null }
  }

  const inject = async (file: string, tabId: number, frameIds?: number[]): Promise<PageRefusal | null> => {
    try {
      await browser.scripting.executeScript({
        target: frameIds === undefined ? { tabId, allFrames: true } : { tabId, frameIds },
        files: [file],
      })
      return null
    } catch (error) {
      return refusalOf(error)
    }
  }

  const resolve = async (intent: Exclude<PageIntent, { kind: 'pick' }>): Promise<PickReply> => {
    const found = await target(intent.tabId)
    if (found === null) return { ok: false, reason: 'no-tab' }
    const refusal = await inject(FRAME_SCRIPT, intent.tabId, [intent.frameId])
    if (refusal !== null) return refusal
    const point: ClickedPoint =
      intent.kind === 'picture'
        ? { srcUrl: intent.srcUrl, linkUrl: null, mediaUrl: null }
        : { srcUrl: null, linkUrl: intent.linkUrl, mediaUrl: intent.mediaUrl }
    const [answer] = await browser.scripting.executeScript({
      target: { tabId: intent.tabId, frameIds: [intent.frameId] },
      func: (asked: ClickedPoint) => {
        const candidate = globalThis.pagereelFrame?.resolve(asked) ?? null
        return { candidate, url: document.URL, title: document.title }
      },
      args: [point],
    })
    const candidate = answer?.result?.candidate ?? (intent.kind === 'picture' ? bareCandidate(intent.srcUrl) : null)
    if (candidate === null) return { ok: false, reason: 'cancelled' }
    frames.set(candidate.id, intent.frameId)
    const { url: pageUrl = found.url ?? '', title: pageTitle = found.title ?? '' } = answer?.result ?? {}
    return { ok: true, target: found, pageUrl, pageTitle, candidate }
  }

  const scan = async (): Promise<ScanReply> => {
    const found = await target()
    if (found === null) return { ok: false, reason: 'no-tab' }
    const refusal = await inject(FRAME_SCRIPT, found.tabId)
    if (refusal !== null) return refusal
    const answers = await browser.scripting.executeScript({
      target: { tabId: found.tabId, allFrames: true },
      func: () => globalThis.pagereelFrame?.scan() ?? null,
    })
    const scans = answers.flatMap(({ frameId, result }) => (result === null || result === undefined ? [] : [{ frameId, scan: result }]))
    const main = scans.find(({ frameId }) => frameId === 0)
    if (main === undefined) return { ok: false, reason: 'failed' }
    for (const { frameId, scan: each } of scans.toReversed()) for (const { id } of each.candidates) frames.set(id, frameId)
    const pictures = scans.map(({ scan: each }) => each)
    return { ok: true, target: found, scan: mergeScans(main.scan, pictures) }
  }

  const facts = async (): Promise<FactsReply> => {
    const found = await target()
    if (found === null) return { ok: false, reason: 'no-tab' }
    const refusal = await inject(FACTS_SCRIPT, found.tabId, [0])
    if (refusal !== null) return refusal
    const [answer] = await browser.scripting.executeScript({
      target: { tabId: found.tabId, frameIds: [0] },
      func: () => globalThis.pagereelFacts?.() ?? null,
    })
    const told = answer?.result
    return told === null || told === undefined ? { ok: false, reason: 'failed' } : { ok: true, target: found, facts: told }
  }

  const reader: PageReader = {
    activeTarget: () => target(),

    onTargetChange(listener) {
      const onUpdated = (_: number, change: { url?: string; status?: string }, tab: { active: boolean }): void => {
        if (tab.active && change.status === 'complete') listener()
      }
      browser.tabs.onActivated.addListener(listener)
      browser.tabs.onUpdated.addListener(onUpdated)
      return () => {
        browser.tabs.onActivated.removeListener(listener)
        browser.tabs.onUpdated.removeListener(onUpdated)
      }
    },

    scan: () => orRefusal(scan),
    facts: () => orRefusal(facts),

    async pick(signal) {
      const found = await target()
      if (found === null) return { ok: false, reason: 'no-tab' }
      const refusal = await inject(FRAME_SCRIPT, found.tabId, [0])
      if (refusal !== null) return refusal
      const end = (): void => {
        const func = (): void => globalThis.pagereelFrame?.endPicking()
        browser.scripting.executeScript({ target: { tabId: found.tabId }, func }).catch(() => {})
      }
      signal.addEventListener('abort', end, { once: true })
      try {
        const [answer] = await browser.scripting.executeScript({
          target: { tabId: found.tabId, frameIds: [0] },
          func: async (hint: string) => {
            const candidate = (await globalThis.pagereelFrame?.pick(hint)) ?? null
            return { candidate, url: document.URL, title: document.title }
          },
          args: [texts.pickHint],
        })
        const picked = answer?.result
        if (picked?.candidate === null || picked === undefined) return { ok: false, reason: 'cancelled' }
        frames.set(picked.candidate.id, 0)
        return { ok: true, target: found, pageUrl: picked.url, pageTitle: picked.title, candidate: picked.candidate }
      } catch {
        // The page went away while picking.
        return { ok: false, reason: 'cancelled' }
      } finally {
        signal.removeEventListener('abort', end)
      }
    },

    resolveIntent: (intent) => (intent.kind === 'pick' ? reader.pick(new AbortController().signal) : orRefusal(() => resolve(intent))),

    async grab(candidate, tabId) {
      const frameId = frames.get(candidate.id) ?? 0
      const reachable = tabId !== null && (await inject(BYTES_SCRIPT, tabId, [frameId])) === null
      return climb(candidate, {
        rungs: makeRungs({
          fetch: send,
          hasAccess: (origin) => reader.hasAccess(origin),
          askPage: reachable
            ? (request) => sendMessage('readPicture', request, { tabId, frameId }).catch(() => ({ ok: false, reason: 'failed' }) as const)
            : null,
          capture: reachable ? () => captureTab(browser, tabId) : null,
        }),
      })
    },

    async requestAccess(origin) {
      return browser.permissions.request({ origins: [origin === null ? '<all_urls>' : `${origin}/*`] })
    },
    async hasAccess(origin) {
      return browser.permissions.contains({ origins: [origin === null ? '<all_urls>' : `${origin}/*`] }).catch(() => false)
    },
  }
  return reader
}

/** The answer to questions to a page, which can go away between any two of them. */
async function orRefusal<Reply>(ask: () => Promise<Reply>): Promise<Reply | PageRefusal> {
  try {
    return await ask()
  } catch (error) {
    return refusalOf(error)
  }
}

async function getTab(browser: ReaderBrowser, tabId: number): Promise<chrome.tabs.Tab | undefined> {
  return browser.tabs.get(tabId).catch(() => undefined)
}

const RESTRICTED = /chrome:\/\/|chrome-extension:\/\/|extensions gallery|devtools:\/\/|view-source|about:|error page/i

/** What the browser's refusal to run a script means. Its texts are all it says. */
export function refusalOf(error: unknown): PageRefusal {
  const text = error instanceof Error ? error.message : String(error)
  if (RESTRICTED.test(text)) return { ok: false, reason: 'restricted' }
  if (/no tab with id|frame with id|no frame/i.test(text)) return { ok: false, reason: 'no-tab' }
  if (/cannot access|must request permission/i.test(text)) return { ok: false, reason: 'needs-access', origin: originIn(text) }
  return { ok: false, reason: 'failed' }
}

function originIn(text: string): string | null {
  const url = URL.parse(/"(https?:[^"]+)"/.exec(text)?.[1] ?? '')
  return url?.origin ?? null
}

/** The main frame's scan with the pictures of the other frames among its own, one entry for each. */
export function mergeScans(main: PageScan, scans: readonly PageScan[]): PageScan {
  const byId = new Map<string, ImageCandidate>()
  for (const scan of [main, ...scans.filter((each) => each !== main)]) {
    for (const candidate of scan.candidates) if (!byId.has(candidate.id)) byId.set(candidate.id, candidate)
  }
  const candidates = [...byId.values()].toSorted((one, other) => other.rank - one.rank)
  return { ...main, candidates, truncated: scans.some((scan) => scan.truncated) }
}

function bareCandidate(url: string): ImageCandidate {
  return { id: url, url, kind: 'img', declaredSize: null, measuredSize: null, box: null, alt: '', alternates: [], rank: 1 }
}

/** The visible part of the tab, if it is still the one that the person looks at. */
async function captureTab(browser: ReaderBrowser, tabId: number): Promise<{ blob: Blob; viewportWidth: number } | null> {
  const tab = await getTab(browser, tabId)
  if (tab === undefined || !tab.active) return null
  try {
    const [answer] = await browser.scripting.executeScript({ target: { tabId }, func: () => window.innerWidth })
    const address = await browser.tabs.captureVisibleTab(tab.windowId, { format: 'png' })
    const blob = await (await fetch(address)).blob()
    return answer?.result === null || answer?.result === undefined ? null : { blob, viewportWidth: answer.result }
  } catch {
    return null
  }
}
