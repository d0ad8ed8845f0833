export { createMotionEngine, type MotionEngine, type MotionOptions } from './engine.ts'
export type { MotionProgress, MotionSpec } from './spec.ts'
