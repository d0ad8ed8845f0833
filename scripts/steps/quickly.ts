import { type StageResult, stage, vitestStage } from './stage.ts'
import { checkTypes, lint } from './static.ts'

/** Checks types and code, and runs the unit tests beside them: each leaves processors idle that the other can use. */
export async function checkQuickly(): Promise<readonly StageResult[]> {
  const [code, unit] = await Promise.all([checkCode(), vitestStage('unit', ['shared', 'server', 'extension', 'checks'])])
  return [...code, unit]
}

async function checkCode(): Promise<readonly StageResult[]> {
  return [await stage('types', checkTypes), await stage('lint', lint)]
}
