/** What a run found, line by line. */
export interface Checks {
  expect(what: string, holds: boolean, found?: unknown): void
  readonly passed: number
  readonly failed: number
}

/** Counts what holds and what does not; the latter is printed with what was found instead. */
export function createChecks(say: (line: string) => void): Checks {
  let passed = 0
  let failed = 0
  return {
    expect: (what, holds, found) => {
      if (holds) passed += 1
      else {
        failed += 1
        say(`  FAILED: ${what}${found === undefined ? '' : `: ${JSON.stringify(found)}`}`)
      }
    },
    get passed() {
      return passed
    },
    get failed() {
      return failed
    },
  }
}
