import { defineConfig } from 'vitest/config'
import { WxtVitest } from 'wxt/testing/vitest-plugin'

const unit = { exclude: ['**/node_modules/**', '.output/**', 'tests/**'] }
/** These change nothing outside of themselves, so files that follow each other in one worker share what they load. */
const together = { isolate: false }

export default defineConfig({
  test: {
    // Much of what is tested waits for child processes; with fewer cores than workers nothing is lost.
    maxWorkers: 3,
    projects: [
      { test: { ...unit, ...together, name: 'shared', include: ['shared/**/*.test.ts'] } },
      { test: { ...unit, ...together, name: 'server', include: ['server/**/*.test.ts'] } },
      { plugins: [WxtVitest()], test: { ...unit, ...together, name: 'extension', include: ['extension/**/*.test.{ts,tsx}'] } },
      { test: { ...together, name: 'checks', include: ['tests/checks/**/*.test.ts'], testTimeout: 30_000 } },
      {
        test: {
          ...together,
          name: 'contract',
          include: ['tests/contract/**/*.test.ts'],
          globalSetup: ['tests/harness/postgres.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
