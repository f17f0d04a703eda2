import { afterAll, beforeAll, describe } from 'vitest'
import { startTestCentre, type TestCentre } from './test/centre.ts'
import { signInSuite } from './test/sign-in.suite.ts'

/** Everything over HTTP against one real engine: its start costs more than all of the tests together. */
let centre: TestCentre
beforeAll(async () => {
  centre = await startTestCentre()
})
afterAll(() => centre?.close())

const suites = { 'signing in': signInSuite }

for (const [name, suite] of Object.entries(suites)) describe(name, () => suite(() => centre))
