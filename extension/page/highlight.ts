import type { ViewportBox } from 'shared/page'

export interface Highlight {
  frame(box: ViewportBox | null, label: string): void
  remove(): void
}

const STYLE = `
:host { all: initial; position: fixed; inset: 0; z-index: 2147483647; pointer-events: none; }
div, span { position: fixed; font: 13px/1.4 system-ui; color: #fff; }
span, .hint { padding: 4px 12px; border-radius: 99px; background: #17122e; }
span:empty, [hidden] { display: none; }
.frame {
  box-sizing: border-box; border: 3px solid #7b61ff; border-radius: 6px; transition: all .12s ease-in-out;
  box-shadow: 0 0 0 2px #fff, 0 0 0 9999px rgb(12 10 28 / .45);
}
span { position: absolute; inset: 6px auto auto 6px; }
.hint { inset: 12px 0 auto; margin: auto; inline-size: fit-content; }
@media (prefers-reduced-motion) { .frame { transition: none; } }
`

/**
 * A frame over the page in a closed shadow root, where the page's styles do not reach. In the top layer, so that dialogs do not cover it.
 */
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
