import { type StageResult, stage, vitestStage } from './stage.ts'
import { checkTypes, lint } from './static.ts'

/** Checks types and code, and runs the unit tests beside them: each leaves processors idle that the other can use. */
export async function checkQuickly(): Promise<readonly StageResult[]> {
  // Each worker loads all that is tested for itself, and the linter takes a processor: more of them only do more work.
  const unit = vitestStage('unit', ['shared', 'server', 'extension', 'checks'], { workers: 2 })
  const [code, tested] = await Promise.all([checkCode(), unit])
  return [...code, tested]
}

async function checkCode(): Promise<readonly StageResult[]> {
  return [await stage('types', checkTypes), await stage('lint', lint)]
}
