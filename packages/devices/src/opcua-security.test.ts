import { describe, expect, test } from 'vitest'
import { OpcuaSecurity, OpcuaUser, securityOf } from './opcua-security.ts'

const secured = (security: unknown) => securityOf({ security: OpcuaSecurity.parse(security) })
const complaint = (schema: typeof OpcuaUser | typeof OpcuaSecurity, value: unknown) =>
  schema.safeParse(value).error?.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)

test('security is a mode, or a mode and a policy', () => {
  expect(secured('Sign')).toEqual({ mode: 'Sign', policy: null })
  expect(secured({ policy: 'Basic256Sha256' })).toEqual({ mode: 'SignAndEncrypt', policy: 'Basic256Sha256' })
  expect(complaint(OpcuaSecurity, { mode: 'None', policy: 'Basic256Sha256' })).toEqual([
    'policy: mode None has no policy: leave it out',
  ])
  expect(complaint(OpcuaSecurity, 'Sgin')).toEqual([
    ': None, Sign, SignAndEncrypt or { mode, policy } is needed',
  ])
})

describe('a user', () => {
  test.each([
    { name: 'scada', passwordFile: 'scada.secret' },
    { name: 'scada', passwordEnv: 'SCADA_PASSWORD' },
    { certificateFile: 'scada.pem', privateKeyFile: 'scada.key' },
  ])('is %o', (user) => {
    expect(OpcuaUser.parse(user)).toEqual(user)
  })

  test.each([
    {},
    { name: 'scada' },
    { name: 'scada', passwordFile: 'a', passwordEnv: 'b' },
    { certificateFile: 'scada.pem' },
    { name: 'scada', certificateFile: 'a', privateKeyFile: 'b' },
  ])('is not %o', (user) => {
    expect(complaint(OpcuaUser, user)?.[0]).toMatch(/one of the three, whole/)
  })

  test('has no password in clear, and is told where it goes without repeating it', () => {
    const told = complaint(OpcuaUser, { name: 'scada', password: 'hunter2' })
    expect(told?.[0]).toMatch(/^password: a password must not stand in this file: .*chmod 600/)
    expect(told?.join()).not.toContain('hunter2')
  })
})
