export * from './names.ts'
export * from './platform.ts'
