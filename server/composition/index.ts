export { compose, type Ground } from './compose.ts'
