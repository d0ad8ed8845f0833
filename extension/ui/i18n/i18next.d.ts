import 'i18next'
import type { english } from './english/index.ts'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'panel'
    nsSeparator: false
    returnNull: false
    resources: { panel: typeof english }
  }
}
