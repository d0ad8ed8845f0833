export { type AppType, createApp } from './app.ts'
export { documentOf } from './documents.ts'
export { type RunningHttp, serve } from './serve.ts'
export type { Services } from './services.ts'
