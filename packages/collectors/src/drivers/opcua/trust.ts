import { X509Certificate } from 'node:crypto'
import type { OpcuaDevice } from '@driftbild/devices'
import { type EndpointDescription, MessageSecurityMode, OPCUAClient, SecurityPolicy } from 'node-opcua-client'
import type { DeviceFailure } from '../../driver.ts'
import { connectFailure } from './failure.ts'

/** Strongest first. The older ones (Basic128Rsa15, Basic256) are broken and never used. */
const policies = [
  SecurityPolicy.Aes256_Sha256_RsaPss,
  SecurityPolicy.Aes128_Sha256_RsaOaep,
  SecurityPolicy.Basic256Sha256,
] as const

export interface TrustedEndpoint {
  mode: MessageSecurityMode
  policy: SecurityPolicy
  certificate: Buffer | null
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
  const mode = MessageSecurityMode[device.security]
  if (device.security === 'None') {
    return { endpoint: { mode, policy: SecurityPolicy.None, certificate: null } }
  }
  const asked = await askEndpoints(device)
  if ('failure' in asked) return asked
  const usable = asked.endpoints.filter((e) => e.securityMode === mode)
  const policy = policies.find((p) => usable.some((e) => e.securityPolicyUri === p))
  const chosen = usable.find((e) => e.securityPolicyUri === policy)
  if (!policy || !chosen) {
    const offers = asked.endpoints.map((e) => `${MessageSecurityMode[e.securityMode]} ${policyName(e)}`)
    return refused(
      `${device.id} at ${device.endpoint} offers ${offers.join(', ') || 'nothing'}, but its configuration wants ${device.security}: change security there, or switch it on in the server`,
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
  return { endpoint: { mode, policy, certificate } }
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
