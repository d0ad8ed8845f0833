import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script'
import { setupBytesReader } from '../page/index.ts'

/** Runs in the frame that shows a picture whose bytes the panel wants; never by itself. */
export default defineUnlistedScript(() => {
  globalThis.pagereelBytes?.()
  globalThis.pagereelBytes = setupBytesReader({ document, fetch: (input, init) => fetch(input, init) })
})
