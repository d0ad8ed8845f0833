export { createFal } from './adapter.ts'
export { FAL_BASE_URL } from './calls.ts'
export { FAL, PIKA } from './catalog.ts'
