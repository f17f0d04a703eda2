import { expect, test } from 'vitest'
import { engineFacts } from './index.ts'
import { isOnServer, startTestStore, testServer } from './testing/engine.ts'

test.skipIf(isOnServer || testServer)('on a TimescaleDB server: DRIFTBILD_TEST_SERVER names none', () => {})

test.runIf(isOnServer)('a server says what it is, and what it can’t do', async () => {
  const { db, stop } = await startTestStore()
  const facts = await engineFacts(db)
  await stop()
  expect(facts.engine).toBe('server')
  expect(facts.missing).toEqual(facts.edition === 'apache' ? ['compression'] : [])
})
