import { expect, test } from 'vitest'
import { readSettings } from './settings.ts'

const least = { DATABASE_URL: 'postgresql:///postgres?host=/tmp/x' }

test('it listens on loopback unless a person says otherwise', () => {
  expect(readSettings(least)).toMatchObject({
    host: '127.0.0.1',
    port: 8080,
    behindProxy: false,
    detached: false,
  })
})

test('the secret lies in the data folder', () => {
  expect(readSettings({ ...least, DRIFTBILD_DATA: '/var/lib/driftbild' }).secretFile).toBe(
    '/var/lib/driftbild/api/secret',
  )
})

test.each([
  ['without a database', {}, /DATABASE_URL: where the database is: postgresql:\/\//],
  [
    'with a database that is no address',
    { DATABASE_URL: 'db.example.se' },
    /DATABASE_URL: .* reads postgresql/,
  ],
  [
    'under an address that others would type over plain HTTP',
    { ...least, DRIFTBILD_URL: 'http://driftbild.example.se' },
    /DRIFTBILD_URL: nobody reaches http:\/\/driftbild.example.se on loopback/,
  ],
  [
    'on every interface over plain HTTP',
    { ...least, HOST: '0.0.0.0' },
    /HOST: plain HTTP is served on loopback only/,
  ],
  ['on a port that is none', { ...least, PORT: 'http' }, /PORT/],
  [
    'behind a proxy without TLS',
    { ...least, HOST: '0.0.0.0', DRIFTBILD_BEHIND_PROXY: '1', DRIFTBILD_URL: 'http://driftbild.example.se' },
    /DRIFTBILD_URL: .*https/,
  ],
])('it does not start %s, and says why', (_, env, message) => {
  expect(() => readSettings(env)).toThrow(message)
})

test('behind a proxy with TLS it may listen where the proxy needs it', () => {
  const env = {
    ...least,
    HOST: '10.0.0.5',
    DRIFTBILD_BEHIND_PROXY: '1',
    DRIFTBILD_URL: 'https://driftbild.example.se',
  }
  expect(readSettings(env)).toMatchObject({ host: '10.0.0.5', baseUrl: 'https://driftbild.example.se' })
})
