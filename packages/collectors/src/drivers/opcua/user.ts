import { X509Certificate } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { type OpcuaUser, opcuaPolicies } from '@driftbild/devices'
import { MessageSecurityMode, SecurityPolicy, type UserIdentityInfo, UserTokenType } from 'node-opcua-client'
import type { TrustedEndpoint } from './trust.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** A secret that can't be had, or must not be sent. The message names its place and never what stands there. */
export class UserProblem extends Error {}

/** What the server is shown, read at each connection: a secret that was changed counts from then on. */
export function identityOf(
  user: OpcuaUser | undefined,
  endpoint: TrustedEndpoint,
  environment: Environment,
): UserIdentityInfo {
  if (!user) return { type: UserTokenType.Anonymous }
  requireToken(user, endpoint)
  if ('certificateFile' in user) {
    const privateKey = readSecret(user.privateKeyFile)
    const certificateData = readCertificate(user.certificateFile)
    return { type: UserTokenType.Certificate, certificateData, privateKey }
  }
  const password =
    'passwordFile' in user
      ? readSecret(user.passwordFile).replace(/\r?\n$/, '')
      : environment[user.passwordEnv]
  if (!password) {
    const where =
      'passwordFile' in user ? `the file ${user.passwordFile}` : `the variable ${user.passwordEnv}`
    throw new UserProblem(`the password of ${user.name} is missing: ${where} is empty`)
  }
  return { type: UserTokenType.UserName, userName: user.name, password }
}

const encrypting: ReadonlySet<string> = new Set(opcuaPolicies.map((name) => SecurityPolicy[name]))

/**
 * No user is shown over a connection without security: a password could be read, and what is signed for a certificate
 * isn't bound to the connection, so that whoever sits between has the session. A password goes over an encrypted
 * connection, or over a signed one if the server has it encrypted by itself.
 */
function requireToken(user: OpcuaUser, { mode, policy, tokens }: TrustedEndpoint): void {
  const hasPassword = 'name' in user
  if (mode === MessageSecurityMode.None) {
    const shown = hasPassword ? `the password of ${user.name}` : `the certificate ${user.certificateFile}`
    throw new UserProblem(
      `${shown} is not sent over a connection without security: set security to SignAndEncrypt`,
    )
  }
  if (tokens === null) return
  const type = hasPassword ? UserTokenType.UserName : UserTokenType.Certificate
  const taken = tokens.filter((token) => token.tokenType === type)
  if (taken.length === 0) {
    const known = [...new Set(tokens.map((token) => UserTokenType[token.tokenType]))].join(', ')
    throw new UserProblem(`the server takes no user of this kind there: it knows ${known || 'none'}`)
  }
  const isEncrypted = taken.every((token) => encrypting.has(token.securityPolicyUri || policy))
  if (hasPassword && mode === MessageSecurityMode.Sign && !isEncrypted)
    throw new UserProblem(
      `the password of ${user.name} is not sent readable, as the server would have it: set security to SignAndEncrypt`,
    )
}

function readSecret(file: string): string {
  const text = readText(file)
  // Windows knows no such bits and says 666 of every file.
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0)
    throw new UserProblem(`others can read ${file}: make it readable for the edge alone (chmod 600 ${file})`)
  return text.toString('utf8')
}

function readCertificate(file: string): Buffer {
  const bytes = readText(file)
  try {
    return new X509Certificate(bytes).raw
  } catch (cause) {
    throw new UserProblem(`${file} is no certificate`, { cause })
  }
}

function readText(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (cause) {
    throw new UserProblem(`${file} can't be read: ${(cause as Error).message}`, { cause })
  }
}
