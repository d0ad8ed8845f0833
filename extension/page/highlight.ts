import type { ViewportBox } from 'shared/page'

export interface Highlight {
  frame(box: ViewportBox | null, label: string): void
  remove(): void
}

const STYLE = `
  :host { all: initial; position: fixed; inset: 0; z-index: 2147483647; pointer-events: none; }
  .frame { position: fixed; box-sizing: border-box; border: 3px solid #7b61ff; border-radius: 6px; box-shadow: 0 0 0 2px #fff, 0 0 0 9999px rgb(12 10 28 / .45); transition: all .12s ease-in-out; }
  .frame[hidden] { display: none; }
  .size { position: absolute; inset-inline-start: 6px; inset-block-start: 6px; padding: 2px 6px; border-radius: 4px; background: #17122e; color: #fff; font: 12px/1.4 system-ui; }
  .size:empty { display: none; }
  .hint { position: fixed; inset-block-start: 12px; inset-inline: 0; margin-inline: auto; inline-size: fit-content; max-inline-size: 90vw; padding: 8px 14px; border-radius: 999px; background: #17122e; color: #fff; font: 14px/1.4 system-ui; }
  @media (prefers-reduced-motion: reduce) { .frame { transition: none; } }
`

/** A frame over the page, in a closed shadow root, where the page's styles cannot reach it. In the top layer, so that dialogs do not cover it. */
export function drawHighlight(document: Document, hint: string): Highlight {
  const host = document.createElement('div')
  host.setAttribute('popover', 'manual')
  const root = host.attachShadow({ mode: 'closed' })
  const style = document.createElement('style')
  style.textContent = STYLE
  const frame = document.createElement('div')
  frame.className = 'frame'
  frame.hidden = true
  const size = document.createElement('span')
  size.className = 'size'
  const note = document.createElement('div')
  note.className = 'hint'
  note.setAttribute('role', 'status')
  note.textContent = hint
  frame.append(size)
  root.append(style, frame, note)
  document.documentElement.append(host)
  if (typeof host.showPopover === 'function') host.showPopover()
  return {
    frame(box, label) {
      frame.hidden = box === null
      size.textContent = label
      if (box === null) return
      Object.assign(frame.style, { left: `${box.x}px`, top: `${box.y}px`, width: `${box.width}px`, height: `${box.height}px` })
    },
    remove: () => host.remove(),
  }
}
