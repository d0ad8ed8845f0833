import 'i18next'
import type { english } from './english/index.ts'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'panel'
    returnNull: false
    resources: { panel: typeof english }
  }
}
