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
    media: () => Promise.resolve(null),
    upload: unasked,
    improvePrompt: unasked,
    estimate: unasked,
    startReel: unasked,
    providers: silent,
    budget: silent,
    user: silent,
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
const nothing = { value: null, failure: null }
const silent = { state: () => nothing, subscribe: () => ignore }

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

describe('a picture that could only be photographed off the screen', () => {
  const picture = {
    blob: new Blob(['x']),
    mime: 'image/png',
    width: 40,
    height: 50,
    rung: 'screenshot',
    url: 'https://shop.test/',
    degraded: true,
    failures: [],
  } as const

  function Offer({ ports }: { readonly ports: ComposerPorts }): ReactNode {
    const { original, takeCandidate, busy } = usePictureTaking(ports, ignore)
    return (
      <>
        <button type="button" id="take" onClick={() => takeCandidate(candidate, 4, null)}>
          take
        </button>
        <button type="button" id="fetch" onClick={original?.fetch}>
          fetch
        </button>
        <output>{`${busy ?? 'idle'}, ${original?.host ?? 'nothing better'}`}</output>
      </>
    )
  }

  it.each([
    { given: true, asked: ['grab pic_1', 'ask https://shop.test', 'grab pic_1'] },
    { given: false, asked: ['grab pic_1', 'ask https://shop.test'] },
  ])('is offered from its own host, and taken anew where that is allowed ($given)', async ({ given, asked: expected }) => {
    const asked: string[] = []
    const { ports } = pageWith({ kind: 'pick', tabId: 4, at: 0 }, { ok: false, reason: 'cancelled' })
    const reader: ComposerPorts['reader'] = {
      ...ports.reader,
      async grab({ id }) {
        asked.push(`grab ${id}`)
        return { ok: true, picture: asked.length === 1 ? picture : { ...picture, rung: 'permission-fetch', degraded: false } }
      },
      async requestAccess(origin) {
        asked.push(`ask ${origin}`)
        return given
      },
    }
    root.render(
      <Offer ports={{ ...ports, reader, takeIntent: async () => null, checkPicture: async () => ({ ok: true, width: 40, height: 50 }) }} />,
    )
    const shown = (): string | null | undefined => document.querySelector('output')?.textContent
    await vi.waitFor(() => expect(shown()).toBe('idle, nothing better'))
    document.querySelector<HTMLButtonElement>('#take')?.click()
    await vi.waitFor(() => expect(shown()).toBe('idle, shop.test'))
    document.querySelector<HTMLButtonElement>('#fetch')?.click()
    await vi.waitFor(() => expect(asked).toEqual(expected))
    await vi.waitFor(() => expect(shown()).toBe(given ? 'idle, nothing better' : 'idle, shop.test'))
  })
})
