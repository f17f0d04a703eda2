import { X509Certificate } from 'node:crypto'
import { type OpcuaDevice, opcuaPolicies, securityOf } from '@driftbild/devices'
import {
  type EndpointDescription,
  MessageSecurityMode,
  OPCUAClient,
  SecurityPolicy,
  type UserTokenPolicy,
} from 'node-opcua-client'
import type { DeviceFailure } from '../../driver.ts'
import { connectFailure } from './failure.ts'

export interface TrustedEndpoint {
  mode: MessageSecurityMode
  policy: SecurityPolicy
  certificate: Buffer | null
  /** How it takes users; null where it wasn't asked. */
  tokens: readonly UserTokenPolicy[] | null
}

/** SHA-1 of the certificate, as OPC UA tools show it. */
export const thumbprintOf = (certificate: Uint8Array): string =>
  new X509Certificate(certificate).fingerprint.replaceAll(':', '').toLowerCase()

/**
 * Asks the server how it can be reached and picks the strongest way of the mode that the site wants. The
 * certificate must be the one that a person accepted: it is then the key to which everything is encrypted,
 * so nobody without its private key can answer.
 */
export async function findTrustedEndpoint(
  device: OpcuaDevice,
): Promise<{ endpoint: TrustedEndpoint } | { failure: DeviceFailure }> {
  const wanted = securityOf(device)
  const mode = MessageSecurityMode[wanted.mode]
  if (wanted.mode === 'None') {
    return { endpoint: { mode, policy: SecurityPolicy.None, certificate: null, tokens: null } }
  }
  const asked = await askEndpoints(device)
  if ('failure' in asked) return asked
  const usable = asked.endpoints.filter((e) => e.securityMode === mode)
  const name = opcuaPolicies.find(
    (p) => (wanted.policy ?? p) === p && usable.some((e) => e.securityPolicyUri === SecurityPolicy[p]),
  )
  const chosen = name && usable.find((e) => e.securityPolicyUri === SecurityPolicy[name])
  if (!name || !chosen) {
    const offers = asked.endpoints.map((e) => `${MessageSecurityMode[e.securityMode]} ${policyName(e)}`)
    const wish = [wanted.mode, wanted.policy].filter(Boolean).join(' ')
    return refused(
      `${device.id} at ${device.endpoint} offers ${offers.join(', ') || 'nothing'}, but its configuration wants ${wish}: change security there, or switch it on in the server`,
    )
  }
  const certificate = chosen.serverCertificate
  const thumbprint = thumbprintOf(certificate)
  if (thumbprint !== device.trusted) {
    const { subject, issuer, validTo } = new X509Certificate(certificate)
    const describe = `${subject.replaceAll('\n', ', ')} (issued by ${issuer.replaceAll('\n', ', ')}, valid to ${validTo})`
    const why =
      device.trusted === null
        ? 'which nobody has accepted yet'
        : `but the accepted one is ${device.trusted}: it was renewed, or somebody else answers`
    return refused(
      `${device.id} at ${device.endpoint} shows certificate ${thumbprint}, ${describe}, ${why}. If it is the right server, set trusted: ${thumbprint} for ${device.id} in the edge's configuration`,
    )
  }
  const tokens = chosen.userIdentityTokens ?? []
  return { endpoint: { mode, policy: SecurityPolicy[name], certificate, tokens } }
}

async function askEndpoints(
  device: OpcuaDevice,
): Promise<{ endpoints: EndpointDescription[] } | { failure: DeviceFailure }> {
  const client = OPCUAClient.create({
    connectionStrategy: { maxRetry: 0, initialDelay: 100, maxDelay: 200 },
    endpointMustExist: false,
    transportTimeout: 10_000,
  })
  try {
    await client.connect(device.endpoint)
    return { endpoints: await client.getEndpoints() }
  } catch (cause) {
    return { failure: connectFailure(device, cause as Error) }
  } finally {
    await client.disconnect()
  }
}

const policyName = (e: EndpointDescription): string => e.securityPolicyUri?.split('#').at(-1) ?? '?'

const refused = (message: string): { failure: DeviceFailure } => ({
  failure: { reason: 'refused', message, needsPerson: true },
})
