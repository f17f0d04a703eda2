import { type OpcuaDevice, opcuaPolicies, securityOf } from '@driftbild/devices'
import { MessageSecurityMode, SecurityPolicy, type UserTokenPolicy } from 'node-opcua-client'
import type { DeviceFailure } from '../../driver.ts'
import { askEndpoints, describeCertificate, policyName, thumbprintOf } from './offers.ts'

export interface TrustedEndpoint {
  mode: MessageSecurityMode
  policy: SecurityPolicy
  certificate: Buffer | null
  /** How it takes users; null where it wasn't asked. */
  tokens: readonly UserTokenPolicy[] | null
}

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
    const { subject, issuer, validTo } = describeCertificate(certificate)
    const describe = `${subject} (issued by ${issuer}, valid to ${validTo})`
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

const refused = (message: string): { failure: DeviceFailure } => ({
  failure: { reason: 'refused', message, needsPerson: true },
})
