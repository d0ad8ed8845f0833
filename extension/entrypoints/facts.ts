import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script'
import { readFacts } from '../page/index.ts'

/** Runs in a page when a reel is wanted of it; never by itself. */
export default defineUnlistedScript(() => {
  globalThis.pagereelFacts = () => readFacts(document)
})
