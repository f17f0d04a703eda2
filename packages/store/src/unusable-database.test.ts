import { expect, test } from 'vitest'
import { openDatabase } from './database.ts'
import { connectionFailure, UnusableDatabase } from './unusable-database.ts'

const URL = 'postgresql://driftbild:geheim@db.example.se:5432/driftbild'

test.each([
  [
    '28P01',
    'password authentication failed for user "driftbild"',
    /failed for user "driftbild"\. It refuses the password/,
  ],
  ['3D000', 'database "driftbild" does not exist', /does not exist\. Make the database there/],
  [
    undefined,
    'SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string',
    /a password is needed\. It refuses/,
  ],
])('a connection that a person must put right (%s) says what, where and how', (code, message, expected) => {
  const failure = connectionFailure(URL, Object.assign(new Error(message), { code }))
  expect(failure).toBeInstanceOf(UnusableDatabase)
  expect(failure.message).toMatch(expected)
  expect(failure.message).toContain('postgresql://driftbild@db.example.se:5432/driftbild')
  expect(failure.message).not.toContain('geheim')
})

test('a server that is away is no mistake: it may come', async () => {
  const db = openDatabase('postgresql://driftbild:geheim@127.0.0.1:1/driftbild', { patience: 0 })
  const failure = await db.run('select 1').catch((error: Error) => error)
  expect(failure).not.toBeInstanceOf(UnusableDatabase)
  expect(failure).toMatchObject({
    message: 'the database at postgresql://driftbild@127.0.0.1:1/driftbild does not answer',
    cause: { code: 'ECONNREFUSED' },
  })
  await db.close()
})

test('an address that is none is named', async () => {
  const db = openDatabase('postgresql://a:b@127.0.0.1:notaport/x', { patience: 0 })
  await expect(db.run('select 1')).rejects.toThrow(/reads postgresql:\/\/user:password@host/)
  await db.close()
})
