import type { ImageCandidate } from 'shared/page'
import { collectImages, type Page } from './collect.ts'
import { pictureAt } from './hit-test.ts'
import { drawHighlight } from './highlight.ts'

export interface PickerTexts {
  readonly hint: string
}

/**
 * Lets the person pick one picture: the one under the pointer is framed, a click or Enter takes it, the arrow keys and Tab go from
 * picture to picture, Escape ends it. Nothing of the page sees the events meanwhile. Answers null when ended without a pick, and leaves
 * nothing behind.
 */
export function pickPicture(
  page: Page & { readonly window: Window },
  texts: PickerTexts,
  signal: AbortSignal,
): Promise<ImageCandidate | null> {
  const { document, window } = page
  const highlight = drawHighlight(document, texts.hint)
  let current: ImageCandidate | null = null
  const show = (candidate: ImageCandidate | null): void => {
    current = candidate
    highlight.frame(candidate?.box ?? null, sizeText(candidate))
  }

  return new Promise((resolve) => {
    const listening = new AbortController()
    const finish = (picked: ImageCandidate | null): void => {
      listening.abort()
      highlight.remove()
      resolve(picked)
    }
    const on = (types: readonly string[], handle: (event: Event) => void): void => {
      for (const type of types) window.addEventListener(type, handle, { capture: true, passive: false, signal: listening.signal })
    }
    const swallow = (event: Event): void => {
      event.preventDefault()
      event.stopImmediatePropagation()
    }
    on(['pointermove'], (event) => {
      if (event instanceof PointerEvent) show(pictureAt(page, event.clientX, event.clientY)?.candidate ?? null)
    })
    on(['pointerdown', 'pointerup', 'mousedown', 'mouseup', 'auxclick', 'dblclick', 'contextmenu', 'keyup', 'keypress'], swallow)
    on(['click'], (event) => {
      swallow(event)
      if (event instanceof MouseEvent) show(pictureAt(page, event.clientX, event.clientY)?.candidate ?? null)
      if (current !== null) finish(current)
    })
    on(['keydown'], (event) => {
      if (!(event instanceof KeyboardEvent)) return
      swallow(event)
      if (event.key === 'Escape') finish(null)
      else if (event.key === 'Enter' && current !== null) finish(current)
      else show(stepTo(page, current, directionOf(event)) ?? current)
    })
    on(['scroll', 'resize'], () => show(null))
    on(['pagehide'], () => finish(null))
    signal.addEventListener('abort', () => finish(null), { once: true, signal: listening.signal })
    if (signal.aborted) finish(null)
  })
}

function directionOf(event: KeyboardEvent): 1 | -1 | 0 {
  if (event.key === 'Tab') return event.shiftKey ? -1 : 1
  if (event.key === 'ArrowRight' || event.key === 'ArrowDown') return 1
  return event.key === 'ArrowLeft' || event.key === 'ArrowUp' ? -1 : 0
}

/** The next picture in reading order among those in sight. */
function stepTo(page: Page, current: ImageCandidate | null, direction: 1 | -1 | 0): ImageCandidate | null {
  if (direction === 0) return null
  const visible = collectImages(page)
    .candidates.filter((each) => each.box !== null && isInSight(each.box, page))
    .toSorted((one, other) => (one.box?.y ?? 0) - (other.box?.y ?? 0) || (one.box?.x ?? 0) - (other.box?.x ?? 0))
  const at = visible.findIndex((each) => each.id === current?.id)
  const next = at === -1 ? (direction === 1 ? 0 : visible.length - 1) : (at + direction + visible.length) % visible.length
  return visible[next] ?? null
}

function isInSight(box: { x: number; y: number; width: number; height: number }, { window }: Page): boolean {
  return box.x + box.width > 8 && box.y + box.height > 8 && box.x < window.innerWidth - 8 && box.y < window.innerHeight - 8
}

/** "1200 × 1600": numbers only, so that it needs no translation. */
function sizeText(candidate: ImageCandidate | null): string {
  const size = candidate?.declaredSize ?? candidate?.measuredSize ?? null
  return size === null ? '' : `${size.width} × ${size.height}`
}
