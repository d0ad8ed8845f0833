import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script'
import { setupFrameReader } from '../page/index.ts'

/** Runs in the frames of a page when the panel asks for it; never by itself. */
export default defineUnlistedScript(() => {
  globalThis.pagereelFrame?.dispose()
  globalThis.pagereelFrame = setupFrameReader({ document, window })
})
