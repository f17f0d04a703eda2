import type { OpcuaDevice } from '@driftbild/devices'
import type { DeviceFailure } from '../../driver.ts'

/** What a failed connection means and what to do about it. `ownCertificate` is the file of the one we showed. */
export function connectFailure(
  device: Pick<OpcuaDevice, 'id' | 'endpoint'>,
  cause: Error,
  ownCertificate?: string,
): DeviceFailure {
  const where = `connecting to ${device.id} at ${device.endpoint}`
  const { message } = cause
  for (const { pattern, hint, refused, own } of hints) {
    if (!pattern.test(message)) continue
    if (!refused) return { reason: 'unreachable', message: `${where}: ${hint}`, cause }
    return {
      reason: 'refused',
      message: `${where}: ${hint}${own && ownCertificate ? `; it is in ${ownCertificate}` : ''} (${firstLine(message)})`,
      cause,
      needsPerson: true,
    }
  }
  return { reason: 'unreachable', message: `${where}: ${firstLine(message)}`, cause }
}

const hints: { pattern: RegExp; hint: string; refused?: boolean; own?: boolean }[] = [
  { pattern: /ECONNREFUSED/, hint: 'nothing listens there: check endpoint, and that the server runs' },
  { pattern: /ENOTFOUND|EAI_AGAIN/, hint: 'this name is not known here: check endpoint' },
  {
    pattern: /ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|[Tt]imeout|time ?out/,
    hint: 'no answer: check endpoint and the network',
  },
  {
    pattern: /BadCertificate|BadSecurityChecksFailed|disconnected by third party|rejected/,
    hint: 'the server does not accept our certificate: trust "Driftbild Edge" in the server',
    refused: true,
    own: true,
  },
  {
    pattern: /BadIdentityToken|BadUserAccessDenied|BadUserSignatureInvalid|user token policy/,
    hint: 'the server does not accept who we say we are: set user to one that it knows, and check its secret',
    refused: true,
  },
  { pattern: /BadTooManySessions/, hint: 'the server has no session left: end others there' },
]

const firstLine = (text: string): string => text.trim().split('\n')[0] ?? text
