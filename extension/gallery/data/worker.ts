/** What the worker does for the gallery while no panel is open. */
import type { Preferences, Stored } from '../../api/index.ts'
import type { Job } from 'shared/wire'
import type { SyncedGallery } from './gallery.ts'

interface Listened<Arguments extends readonly unknown[]> {
  addListener(listener: (...given: Arguments) => void): void
}

/** The part of the browser that the worker's share of the gallery needs. */
export interface WorkerBrowser {
  readonly alarms: {
    get(name: string): Promise<{ readonly periodInMinutes?: number | undefined } | undefined>
    create(name: string, options: { periodInMinutes: number; delayInMinutes: number }): Promise<void>
    readonly onAlarm: Listened<[alarm: { readonly name: string }]>
  }
  readonly notifications: {
    create(id: string, options: { type: 'basic'; iconUrl: string; title: string; message: string }): Promise<string>
    clear(id: string): Promise<boolean>
    readonly onClicked: Listened<[id: string]>
  }
  readonly windows: { getLastFocused(): Promise<{ readonly id?: number | undefined }> }
  readonly sidePanel: { open(options: { windowId: number }): Promise<void> }
  readonly tabs: { create(options: { url: string }): Promise<unknown> }
  readonly runtime: { getURL(path: string): string }
}

export interface WorkerOptions {
  readonly browser: WorkerBrowser
  readonly gallery: () => Promise<Pick<SyncedGallery, 'reconcile' | 'close'>>
  readonly preferences: Pick<Stored<Preferences>, 'get'>
  readonly isPaired: () => Promise<boolean>
  readonly texts: { readonly completed: string; readonly failed: string; readonly untitled: string }
}

const ALARM = 'reconcile'
/** The shortest period that browsers allow. */
const PERIOD_MINUTES = 0.5
const NOTIFICATION = 'job:'

/**
 * Looks at the feed every half minute, sends what waits, and tells of jobs that ended meanwhile. The gallery is opened for each look,
 * since the worker may be stopped between any two and must hold nothing that matters. With a panel open, the panel has read the feed
 * before and there is nothing left to tell.
 */
export function setupReconcile({ browser, gallery, preferences, isPaired, texts }: WorkerOptions): void {
  browser.alarms.onAlarm.addListener((alarm) => {
    if (alarm.name === ALARM) void reconcile()
  })
  // Alarms may be lost with the browser's session: looked for at each start of the worker.
  void browser.alarms.get(ALARM).then((alarm) => {
    if (alarm?.periodInMinutes === PERIOD_MINUTES) return undefined
    return browser.alarms.create(ALARM, { periodInMinutes: PERIOD_MINUTES, delayInMinutes: PERIOD_MINUTES })
  })

  const reconcile = async (): Promise<void> => {
    if (!(await isPaired())) return
    const open = await gallery()
    try {
      const finished = await open.reconcile()
      const { notifications } = await preferences.get()
      if (notifications) for (const { job } of finished) await tell(job)
    } finally {
      open.close()
    }
  }

  const tell = async (job: Job): Promise<void> => {
    if (job.status === 'cancelled' || job.parentId !== null) return
    const { prompt = null, source = null } = job.kind === 'clip' ? job.request : {}
    await browser.notifications.create(`${NOTIFICATION}${job.id}`, {
      type: 'basic',
      iconUrl: browser.runtime.getURL('icons/icon-128.png'),
      title: job.status === 'completed' ? texts.completed : texts.failed,
      message: job.title ?? prompt ?? source?.pageTitle ?? texts.untitled,
    })
  }
}

/**
 * A click on a notification opens the panel, or, where the browser does not take that for a click of the person, the panel's page in a
 * tab.
 */
export function setupNotificationClicks({ browser }: Pick<WorkerOptions, 'browser'>): void {
  browser.notifications.onClicked.addListener((id) => {
    if (!id.startsWith(NOTIFICATION)) return
    const jobId = id.slice(NOTIFICATION.length)
    void browser.notifications.clear(id)
    void openPanel(browser).catch(() =>
      browser.tabs.create({ url: browser.runtime.getURL(`sidepanel.html?view=gallery&job=${encodeURIComponent(jobId)}`) }),
    )
  })
}

async function openPanel(browser: WorkerBrowser): Promise<void> {
  const { id } = await browser.windows.getLastFocused()
  if (id === undefined) throw new Error('no window')
  await browser.sidePanel.open({ windowId: id })
}
