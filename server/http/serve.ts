import { setMaxListeners } from 'node:events'
import process from 'node:process'
import { createApp } from './app.ts'
import { bind } from './bind.ts'
import type { Services } from './services.ts'

/** The front desk of a running server. */
export interface FrontDesk {
  readonly port: number
  /** Says that jobs are taken up now, to who asks and in the line on standard output that the launcher waits for. */
  readonly open: () => void
  /** Takes no new connection, ends the streams, lets answers under way end, and cuts what is left after 3 s. */
  readonly close: () => Promise<void>
}

/** Answers requests from now on. `message` is one sentence for the operator. */
export async function listen(
  services: Omit<Services, 'ready' | 'stopping'>,
): Promise<{ readonly ok: true; readonly desk: FrontDesk } | { readonly ok: false; readonly message: string }> {
  const stopping = new AbortController()
  // As many streams as there are followers wait for this one signal.
  setMaxListeners(0, stopping.signal)
  let ready = false
  const app = createApp({ ...services, ready: () => ready, stopping: stopping.signal })
  const binding = await bind(app.fetch, services.config)
  if (!binding.ok) return binding
  const { port, close } = binding.bound
  return {
    ok: true,
    desk: {
      port,
      open() {
        ready = true
        for (const origin of services.config.trustedOrigins) process.stdout.write(`Trusted although it may be private: ${origin}\n`)
        process.stdout.write(`Pagereel is listening on http://127.0.0.1:${port}\n`)
      },
      close() {
        ready = false
        stopping.abort()
        return close()
      },
    },
  }
}
