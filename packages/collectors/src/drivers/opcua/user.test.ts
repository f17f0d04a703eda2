import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type OpcuaUser, opcuaPolicies } from '@driftbild/devices'
import { MessageSecurityMode, SecurityPolicy, UserTokenPolicy, UserTokenType } from 'node-opcua'
import { describe, expect, test, vi } from 'vitest'
import { collectingSink } from '../../testing/collecting-sink.ts'
import { opcuaServer } from '../../testing/opcua-server.ts'
import { T0 } from '../../testing/readings.ts'
import { startStation } from '../../testing/station-device.ts'
import { temporaryFolder } from '../../testing/temporary.ts'
import { until } from '../../testing/until.ts'
import { lazyPki } from './pki.ts'
import { identityOf } from './user.ts'

vi.setConfig({ testTimeout: 30_000 })

const variables = { Pressure: { initial: [3, T0] as [number, number] } }
const users = { scada: 'a secret', other: 'from the environment' }

function secretFile(text: string, mode = 0o600): string {
  const file = join(temporaryFolder(), 'secret')
  writeFileSync(file, text, { mode })
  chmodSync(file, mode)
  return file
}

describe('each policy', () => {
  test.each(
    opcuaPolicies.flatMap((policy) =>
      (['Sign', 'SignAndEncrypt'] as const).map((mode) => ({ policy, mode })),
    ),
  )('$policy with $mode is used where it is written', async ({ policy, mode }) => {
    const server = await opcuaServer({
      variables,
      security: ['Sign', 'SignAndEncrypt'],
      policies: [...opcuaPolicies],
    })
    const { sink } = startStation(server.endpoint, { security: { policy, mode }, trusted: server.thumbprint })
    await until('a value', () => sink.values('S1/pressure').includes(3))
    expect(server.sessions()).toEqual([{ policy, mode, user: 'AnonymousIdentityToken' }])
  })

  test('the strongest that the server offers is used where none is written', async () => {
    const server = await opcuaServer({ variables, policies: ['Basic256Sha256', 'Aes128_Sha256_RsaOaep'] })
    const security = 'SignAndEncrypt'
    const { sink } = startStation(server.endpoint, { security, trusted: server.thumbprint })
    await until('a value', () => sink.values('S1/pressure').includes(3))
    expect(server.sessions()).toMatchObject([{ policy: 'Aes128_Sha256_RsaOaep', mode: security }])
  })

  test('one that the server does not offer is named with those that it does', async () => {
    const server = await opcuaServer({ variables })
    const security = { policy: 'Aes256_Sha256_RsaPss' }
    const { run } = startStation(server.endpoint, { security, trusted: server.thumbprint })
    expect((await run)?.message).toMatch(
      /offers None None, SignAndEncrypt Basic256Sha256, but its configuration wants SignAndEncrypt Aes256_Sha256_RsaPss: change security there/,
    )
  })
})

describe('a user', () => {
  test.each([
    ['a file', 'scada', () => ({ name: 'scada', passwordFile: secretFile('a secret\n') })],
    ['the environment', 'other', () => ({ name: 'other', passwordEnv: 'STATION_PASSWORD' })],
  ])('with a password from %s is let in, and no word tells it', async (_, name, user) => {
    const written = [process.stdout, process.stderr].map((stream) => vi.spyOn(stream, 'write'))
    const consoles = (['log', 'warn', 'error'] as const).map((level) => vi.spyOn(console, level))
    const server = await opcuaServer({ variables, users })
    const { sink, run, stop } = startStation(server.endpoint, {
      security: 'SignAndEncrypt',
      trusted: server.thumbprint,
      user: user(),
    })
    await until('a value', () => sink.values('S1/pressure').includes(3))
    expect(server.sessions()).toMatchObject([{ user: name }])
    stop.abort()
    await run
    const all = [sink.messages, sink.silences, ...[...written, ...consoles].map((spy) => spy.mock.calls)]
    vi.restoreAllMocks()
    expect(JSON.stringify(all)).not.toMatch(/a secret|from the environment/)
  })

  test('with a certificate is let in', async () => {
    const server = await opcuaServer({ variables, users })
    const { certificateFile, privateKeyFile } = await lazyPki(temporaryFolder(), () => T0)()
    chmodSync(privateKeyFile, 0o600)
    const user = { certificateFile, privateKeyFile }
    const config = { security: 'SignAndEncrypt', trusted: server.thumbprint, user }
    const { sink } = startStation(server.endpoint, config)
    await until('a value', () => sink.values('S1/pressure').includes(3))
    expect(server.sessions()).toMatchObject([{ user: 'X509IdentityToken' }])
  })

  test.each([
    ['none', () => ({})],
    ['a wrong password', () => ({ user: { name: 'scada', passwordFile: secretFile('wrong one') } })],
  ])('that is %s is told to be set, without its password', async (_, user) => {
    const server = await opcuaServer({ variables, users })
    const config = { security: 'SignAndEncrypt', trusted: server.thumbprint, ...user() }
    const sink = collectingSink()
    const failure = await startStation(server.endpoint, config, sink).run
    expect(failure).toMatchObject({ reason: 'refused', needsPerson: true })
    expect(failure!.message).toMatch(/set user to one that it knows|the server takes no user of this kind/)
    expect(JSON.stringify([failure!.message, String(failure!.cause), sink.messages])).not.toContain(
      'wrong one',
    )
  })

  test.each([
    [
      'others can read',
      () => secretFile('a secret', 0o640),
      /others can read .*secret: make it readable .*\(chmod 600 /,
    ],
    ['is not there', () => join(temporaryFolder(), 'none'), /none can't be read: ENOENT/],
    ['is empty', () => secretFile('\n'), /the password of scada is missing: the file .*secret is empty/],
  ])('whose file %s is told so', async (_, file, expected) => {
    const server = await opcuaServer({ variables, users })
    const user = { name: 'scada', passwordFile: file() }
    const config = { security: 'SignAndEncrypt', trusted: server.thumbprint, user }
    expect((await startStation(server.endpoint, config).run)?.message).toMatch(expected)
    expect(server.sessions()).toEqual([])
  })

  test.each([
    ['password of scada', () => ({ name: 'scada', passwordFile: secretFile('a secret') })],
    ['certificate own.pem', () => ({ certificateFile: 'own.pem', privateKeyFile: 'own.key' })],
  ])('shows no %s over a connection without security', async (shown, user) => {
    const server = await opcuaServer({ variables, users })
    const failure = await startStation(server.endpoint, { security: 'None', user: user() }).run
    expect(failure).toMatchObject({
      needsPerson: true,
      message: expect.stringContaining(`the ${shown} is not sent over a connection without security`),
    })
    expect(server.sessions()).toEqual([])
  })
})

describe('on a signed connection a password is sent', () => {
  const user: OpcuaUser = { name: 'other', passwordEnv: 'P' }
  const on = (mode: MessageSecurityMode, ...tokenPolicies: string[]) =>
    identityOf(
      user,
      {
        mode,
        policy: SecurityPolicy.Basic256Sha256,
        certificate: null,
        tokens: tokenPolicies.map(
          (securityPolicyUri) =>
            new UserTokenPolicy({ tokenType: UserTokenType.UserName, securityPolicyUri }),
        ),
      },
      { P: 'x' },
    )

  test('when each way of the server encrypts it', () => {
    expect(on(MessageSecurityMode.Sign, SecurityPolicy.Basic256Sha256, '')).toMatchObject({ password: 'x' })
  })

  test('and not when one leaves it readable, unless the connection is encrypted', () => {
    const policies = [SecurityPolicy.Basic256Sha256, SecurityPolicy.None]
    expect(() => on(MessageSecurityMode.Sign, ...policies)).toThrow(
      /is not sent readable, as the server would/,
    )
    expect(on(MessageSecurityMode.SignAndEncrypt, ...policies)).toMatchObject({ password: 'x' })
  })
})
