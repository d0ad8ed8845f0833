export { createMotionEngine, type MotionEngine, type MotionOptions } from './engine.ts'
export type { MotionLook, MotionPicture, MotionProgress, MotionReport, MotionSpec, MotionTitle, RestyleSpec } from './spec.ts'
