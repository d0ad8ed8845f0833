/** Loaded before anything else in a child and its threads: what V8 compiled of a module in one process is read by the next ones. */

import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'

// Beside the packages, so that only whoever may change the code may change what was compiled of it. Where it cannot be written, nothing is kept.
enableCompileCache(fileURLToPath(new URL('../../node_modules/.cache/compiled', import.meta.url)))
