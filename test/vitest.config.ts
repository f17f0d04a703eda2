import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Where the long ones are. Begun last, one of them would keep one core busy while the other has nothing to do. */
const LONG = ['/test/web/', '/test/faults/', '/test/bench/', '/apps/cli/', '/test/']

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const placeOf = ({ moduleId }: TestSpecification) => {
      const place = LONG.findIndex((folder) => moduleId.includes(folder))
      return place < 0 ? LONG.length : place
    }
    const sorted = await super.sort(files)
    return sorted.toSorted((a, b) => placeOf(a) - placeOf(b))
  }
}

const include = [
  'packages/*/src/**/*.test.ts',
  'apps/*/src/**/*.test.ts',
  'apps/*/src/**/*.test.tsx',
  'test/**/*.test.ts',
]

/** The tests of the store's queries, once more on the server that DRIFTBILD_TEST_SERVER names. */
const onServer = {
  extends: true as const,
  test: {
    name: 'server',
    include: ['packages/store/src/*.test.ts'],
    env: { DRIFTBILD_TEST_ENGINE: 'server' },
  },
}

export default defineConfig({
  test: {
    ...(process.env.DRIFTBILD_TEST_SERVER
      ? { projects: [{ extends: true, test: { name: 'here', include } }, onServer] }
      : { include }),
    // Real servers, databases and browsers start slowly when two cores are busy. No test asserts a time.
    testTimeout: 120_000,
    hookTimeout: 180_000,
    maxWorkers: 2,
    sequence: { sequencer: LongFirst },
  },
})
