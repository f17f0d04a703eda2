import { X509Certificate } from 'node:crypto'
import type { OpcuaDevice } from '@driftbild/devices'
import { type EndpointDescription, MessageSecurityMode, OPCUAClient } from 'node-opcua-client'
import type { DeviceFailure } from '../../driver.ts'
import { connectFailure } from './failure.ts'

export interface OfferedEndpoint {
  mode: string
  policy: string
}

/** What a server shows to whoever asks, before anything is trusted. */
export interface ShownServer {
  offers: OfferedEndpoint[]
  /** Null where it has none: it can't be spoken to securely then. */
  certificate: CertificateText | null
}

export interface CertificateText {
  thumbprint: string
  subject: string
  issuer: string
  validFrom: string
  validTo: string
}

/** For a person who meets a server for the first time. */
export async function offersOf(
  device: Pick<OpcuaDevice, 'id' | 'endpoint'>,
): Promise<{ shown: ShownServer } | { failure: DeviceFailure }> {
  const asked = await askEndpoints(device)
  if ('failure' in asked) return asked
  const offers = asked.endpoints.map((e) => ({
    mode: MessageSecurityMode[e.securityMode]!,
    policy: policyName(e),
  }))
  const bytes = asked.endpoints.find((e) => e.serverCertificate?.length > 0)?.serverCertificate
  if (!bytes) return { shown: { offers, certificate: null } }
  return { shown: { offers, certificate: describeCertificate(bytes) } }
}

export function describeCertificate(bytes: Uint8Array): CertificateText {
  const { subject, issuer, validFrom, validTo } = new X509Certificate(bytes)
  const oneLine = (name: string) => name.replaceAll('\n', ', ')
  return {
    thumbprint: thumbprintOf(bytes),
    subject: oneLine(subject),
    issuer: oneLine(issuer),
    validFrom,
    validTo,
  }
}

/** SHA-1 of the certificate, as OPC UA tools show it. */
export const thumbprintOf = (certificate: Uint8Array): string =>
  new X509Certificate(certificate).fingerprint.replaceAll(':', '').toLowerCase()

export async function askEndpoints(
  device: Pick<OpcuaDevice, 'id' | 'endpoint'>,
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

export const policyName = (e: EndpointDescription): string => e.securityPolicyUri?.split('#').at(-1) ?? '?'
