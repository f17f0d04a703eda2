import type { OpcuaDevice } from '@driftbild/devices'
import { type ClientSession, OPCUAClient, type UserIdentityInfo } from 'node-opcua-client'
import type { DeviceFailure } from '../../driver.ts'
import { within } from '../../wait.ts'
import { connectFailure } from './failure.ts'
import { thumbprintOf } from './offers.ts'
import type { Pki } from './pki.ts'
import type { OpcuaContext } from './run.ts'
import { KEEP_ALIVE_COUNT } from './subscribe.ts'
import { findTrustedEndpoint, type TrustedEndpoint } from './trust.ts'
import { type Environment, identityOf, UserProblem } from './user.ts'

export interface Connected {
  client: OPCUAClient
  session: ClientSession
  /** False when the server shows another certificate than the accepted one. */
  isTrusted(): boolean
  close(): Promise<void>
}

/** Milliseconds that the server keeps our session while the link is down. */
const SESSION_TIMEOUT = 600_000

/**
 * Opens a session. The library mends a broken link by itself (activate the session again, transfer
 * subscriptions, republish what was missed); who uses the session must check what it came back to.
 */
export async function connect(
  device: OpcuaDevice,
  { pki, environment = {} }: Pick<OpcuaContext, 'pki' | 'environment'>,
  signal: AbortSignal,
): Promise<{ connected: Connected } | { failure: DeviceFailure }> {
  const found = await findTrustedEndpoint(device)
  if ('failure' in found) return found
  const { mode, policy, certificate } = found.endpoint
  const shown = showUser(device, found.endpoint, environment)
  if ('failure' in shown) return shown
  const prepared = await preparePki(device, pki, certificate)
  if ('failure' in prepared) return prepared
  const { manager, ...own } = prepared.pki
  const client = OPCUAClient.create({
    applicationName: own.applicationName,
    applicationUri: own.applicationUri,
    clientName: `Driftbild Edge ${device.id}`,
    clientCertificateManager: manager,
    certificateFile: own.certificateFile,
    privateKeyFile: own.privateKeyFile,
    securityMode: mode,
    securityPolicy: policy,
    ...(certificate ? { serverCertificate: certificate } : {}),
    endpointMustExist: false,
    keepSessionAlive: true,
    keepAliveInterval: 5000,
    requestedSessionTimeout: SESSION_TIMEOUT,
    // A server with nothing to tell is quiet up to its keep-alive; a shorter patience cuts sound links.
    transportTimeout: Math.max(10_000, 2 * device.publishing * KEEP_ALIVE_COUNT),
    connectionStrategy: { maxRetry: 1, initialDelay: 200, maxDelay: 2000 },
  })
  const close = async () => {
    signal.removeEventListener('abort', close)
    await within(3000, client.disconnect())
  }
  signal.addEventListener('abort', close, { once: true })
  try {
    await client.connect(device.endpoint)
    const session = await client.createSession(shown.identity)
    const certificateNow = () =>
      Array.isArray(client.serverCertificate) ? client.serverCertificate[0] : client.serverCertificate
    const isTrusted = () => {
      const now = certificateNow()
      return certificate === null || (now !== undefined && thumbprintOf(now) === device.trusted)
    }
    return { connected: { client, session, isTrusted, close } }
  } catch (cause) {
    await close()
    return { failure: connectFailure(device, cause as Error, own.certificateFile) }
  }
}

function showUser(
  device: OpcuaDevice,
  endpoint: TrustedEndpoint,
  environment: Environment,
): { identity: UserIdentityInfo } | { failure: DeviceFailure } {
  try {
    return { identity: identityOf(device.user, endpoint, environment) }
  } catch (cause) {
    if (!(cause instanceof UserProblem)) throw cause
    const message = `connecting to ${device.id} at ${device.endpoint}: ${cause.message}`
    return { failure: { reason: 'refused', message, cause, needsPerson: true } }
  }
}

async function preparePki(
  device: OpcuaDevice,
  open: () => Promise<Pki>,
  certificate: Buffer | null,
): Promise<{ pki: Pki } | { failure: DeviceFailure }> {
  try {
    const pki = await open()
    if (certificate) await pki.manager.trustCertificate(certificate)
    return { pki }
  } catch (cause) {
    const message = `connecting to ${device.id} at ${device.endpoint}: ${(cause as Error).message}`
    return { failure: { reason: 'refused', message, cause, needsPerson: true } }
  }
}
