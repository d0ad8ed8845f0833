// @vitest-environment happy-dom
import type { ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { PageIntent, PickReply } from '../page/index.ts'
import type { ComposerPorts } from './ports.ts'
import { usePictureTaking } from './use-picture-taking.ts'

const unasked = async (): Promise<never> => {
  throw new Error('not asked for in these tests')
}
const target = { tabId: 4, windowId: 1, url: null, title: null }
const candidate = {
  id: 'pic_1',
  url: 'https://shop.test/shoe.jpg',
  kind: 'img',
  declaredSize: null,
  measuredSize: null,
  box: null,
  alt: '',
  alternates: [],
  rank: 1,
} as const

/** A page on which a right click finds `resolved`, and which notes what it is asked for. */
function pageWith(intent: PageIntent, resolved: PickReply): { readonly ports: ComposerPorts; readonly asked: readonly string[] } {
  const asked: string[] = []
  const reader: ComposerPorts['reader'] = {
    scan: unasked,
    requestAccess: unasked,
    onTargetChange: () => () => {},
    async resolveIntent({ kind }) {
      asked.push(`resolve ${kind}`)
      return resolved
    },
    pick(signal) {
      asked.push('pick')
      return new Promise((resolve) => signal.addEventListener('abort', () => resolve({ ok: false, reason: 'cancelled' })))
    },
    async grab({ id }) {
      asked.push(`grab ${id}`)
      return { ok: false, failures: [] }
    },
  }
  let waiting: PageIntent | null = intent
  const ports: ComposerPorts = {
    reader,
    async takeIntent() {
      const taken = waiting
      waiting = null
      return taken
    },
    onIntent: () => () => {},
    fromTransfer: () => [],
    fromAddress: () => candidate,
    checkPicture: unasked,
    upload: unasked,
    estimate: unasked,
    submit: unasked,
    loadDraft: unasked,
    saveDraft: unasked,
  }
  return { ports, asked }
}

function Taking({ ports }: { readonly ports: ComposerPorts }): ReactNode {
  const { busy, fault } = usePictureTaking(ports, ignore)
  return `${busy ?? 'idle'}, ${fault?.kind ?? 'no fault'}`
}
const ignore = (): void => {}

let root: ReturnType<typeof createRoot>

beforeEach(() => {
  root = createRoot(document.body)
})
afterEach(() => root.unmount())

describe('what was asked for by a right click', () => {
  const intent: PageIntent = { kind: 'point', tabId: 4, frameId: 0, linkUrl: null, mediaUrl: null, at: 0 }

  it('is fetched where a picture lies there', async () => {
    const { ports, asked } = pageWith(intent, { ok: true, target, pageUrl: '', pageTitle: '', candidate })
    root.render(<Taking ports={ports} />)
    await vi.waitFor(() => expect(asked).toEqual(['resolve point', 'grab pic_1']))
  })

  it('becomes a picking where no picture lies there, without a complaint', async () => {
    const { ports, asked } = pageWith(intent, { ok: false, reason: 'cancelled' })
    root.render(<Taking ports={ports} />)
    await vi.waitFor(() => expect(document.body.textContent).toBe('picking, no fault'))
    expect(asked).toEqual(['resolve point', 'pick'])
  })

  it('says so where the page may not be read, and starts no picking', async () => {
    const { ports, asked } = pageWith(intent, { ok: false, reason: 'restricted' })
    root.render(<Taking ports={ports} />)
    await vi.waitFor(() => expect(document.body.textContent).toBe('idle, page'))
    expect(asked).toEqual(['resolve point'])
  })
})
