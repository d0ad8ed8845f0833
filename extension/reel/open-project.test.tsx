// @vitest-environment happy-dom
import { createRoot } from 'react-dom/client'
import { I18nextProvider } from 'react-i18next'
import { makeProblem } from 'shared/wire'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createTranslator, ToastScope } from '../ui/index.ts'
import { ProjectDrop, type ProjectDropProps } from './open-project.tsx'

afterEach(() => document.body.replaceChildren())

type Bring = ProjectDropProps['bring']

/** The place where projects are dropped, over a backend that answers like this. */
async function show(answer: Awaited<ReturnType<Bring>>, offline = false) {
  const bring = vi.fn<Bring>(() => Promise.resolve(answer))
  const onOpened = vi.fn<(id: string) => void>()
  const translator = await createTranslator('en')
  const place = document.body.appendChild(document.createElement('div'))
  createRoot(place).render(
    <I18nextProvider i18n={translator}>
      <ToastScope>
        <ProjectDrop bring={bring} offline={offline} onOpened={onOpened}>
          {(button) => button}
        </ProjectDrop>
      </ToastScope>
    </I18nextProvider>,
  )
  await vi.waitFor(() => expect(place.querySelector('input')).not.toBeNull())
  const drop = (...files: readonly File[]): void => {
    const event = new Event('drop', { bubbles: true, cancelable: true })
    Object.assign(event, { dataTransfer: { files, types: ['Files'] } })
    place.querySelector('input')?.parentElement?.dispatchEvent(event)
  }
  return { bring, onOpened, drop, said: () => document.body.textContent }
}

const ARCHIVE = new File(['PK'], 'mug.zip', { type: 'application/zip' })

describe('a project that is dropped', () => {
  it('is opened and shown', async () => {
    const { bring, onOpened, drop, said } = await show({ kind: 'ok', value: { id: 'stb_1', title: 'A mug' } })
    drop(ARCHIVE)
    await vi.waitFor(() => expect(onOpened).toHaveBeenCalledWith('stb_1'))
    expect(bring).toHaveBeenCalledWith(ARCHIVE, expect.stringMatching(/^[0-9a-f-]{36}$/))
    await vi.waitFor(() => expect(said()).toContain('Opened: A mug'))
  })

  it('is told what to do about where it cannot be opened', async () => {
    const problem = makeProblem('media_invalid', '', { params: { reason: 'not_a_project' } })
    const { onOpened, drop, said } = await show({ kind: 'problem', problem })
    drop(ARCHIVE)
    await vi.waitFor(() => expect(said()).toContain('Choose a file that was exported as a project.'))
    expect(onOpened).not.toHaveBeenCalled()
  })

  it('waits for a backend', async () => {
    const { bring, drop } = await show({ kind: 'offline' }, true)
    drop(ARCHIVE)
    expect(bring).not.toHaveBeenCalled()
  })
})
