import { join } from 'node:path'
import { lazyPki } from '@driftbild/collectors'
import { offersOf, type Server, visit } from '@driftbild/collectors/explore'
import { nearest, OpcuaDevice, securityOf } from '@driftbild/devices'
import { ConfigError, readConfig } from '../config.ts'
import { withOwnFiles } from '../own-files.ts'
import { printable, type Surroundings } from './tool.ts'

/** How a server is reached that isn't in a configuration yet. */
export const contactOptions = {
  config: { type: 'string' },
  device: { type: 'string' },
  trust: { type: 'string' },
  security: { type: 'string' },
  user: { type: 'string' },
  'password-file': { type: 'string' },
  'password-env': { type: 'string' },
  folder: { type: 'string' },
} as const
export type ContactOptions = { [K in keyof typeof contactOptions]?: string }

export const contactHelp = `how the server is reached:
  --trust THUMBPRINT    accept its certificate without being asked
  --security MODE       SignAndEncrypt (unless said otherwise), Sign or None
  --user NAME           with --password-file FILE (chmod 600) or --password-env VARIABLE
  --folder DIR          where our own certificate is, or is made (default: here)
  --config FILE --device ID
                        as that device of a configuration instead
`

export interface Contact {
  device: OpcuaDevice
  /** With our own key and certificate. */
  folder: string
}

/** The server that was named, its certificate accepted. */
export async function contactOf(
  given: ContactOptions,
  endpoint: string | undefined,
  around: Surroundings,
): Promise<Contact> {
  const contact =
    given.config && given.device ? configured(given.config, given.device) : named(given, endpoint)
  return { ...contact, device: await accepted(contact.device, given.trust, around) }
}

/** Opens a session with the server, works with it, and closes it. */
export async function visitContact<T>(
  { device, folder }: Contact,
  { now, environment }: Surroundings,
  work: (server: Server) => Promise<T>,
): Promise<T> {
  const context = { pki: lazyPki(join(folder, 'pki'), now), environment }
  const visited = await visit(device, context, new AbortController().signal, work)
  if ('value' in visited) return visited.value
  const { message, cause, needsPerson } = visited.failure
  throw new (needsPerson ? ConfigError : Error)(message, { cause })
}

function configured(file: string, id: string): Contact {
  const { devices, folder } = readConfig(file)
  const device = devices.find((one) => one.id === id)
  if (device?.protocol === 'opcua') return { device, folder }
  if (device)
    throw new ConfigError(`${id} in ${file} speaks ${device.protocol}: only OPC UA servers can be browsed`)
  const ids = devices.map((one) => one.id)
  const meant = nearest(id, ids)
  throw new ConfigError(
    `${file} has no device ${id}. ${meant ? `Did you mean ${meant}?` : `It has ${ids.join(', ')}`}`,
  )
}

/** A device that stands in no configuration, from what was typed. */
export function named(given: ContactOptions, endpoint: string | undefined): Contact {
  if (!endpoint)
    throw new ConfigError(
      'which server? An address like opc.tcp://10.0.0.5:4840 is missing. --help says more',
    )
  const secret = {
    passwordFile: given['password-file'],
    passwordEnv: given['password-env'],
  }
  const parsed = OpcuaDevice.safeParse({
    id: given.device ?? 'the server',
    profile: 'generic/opcua',
    protocol: 'opcua',
    endpoint,
    object: '0:Server',
    signals: {},
    ...(given.security && { security: given.security }),
    ...(given.user && { user: { name: given.user, ...secret } }),
  })
  if (!parsed.success) {
    const words = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
    throw new ConfigError(words.join('\n'))
  }
  return { device: withOwnFiles(parsed.data, '.') as OpcuaDevice, folder: given.folder ?? '.' }
}

async function accepted(
  device: OpcuaDevice,
  trust: string | undefined,
  { tell, ask }: Surroundings,
): Promise<OpcuaDevice> {
  if (trust !== undefined) {
    const trusted = trust.replaceAll(/[:\s]/g, '').toLowerCase()
    if (!/^[0-9a-f]{40}$/.test(trusted))
      throw new ConfigError('--trust takes a thumbprint of 40 hexadecimal digits')
    return { ...device, trusted }
  }
  if (securityOf(device).mode === 'None' || device.trusted) return device
  const met = await offersOf(device)
  if ('failure' in met) throw new Error(met.failure.message, { cause: met.failure.cause })
  const { certificate, offers } = met.shown
  if (!certificate)
    throw new ConfigError(
      `${device.endpoint} has no certificate: it can only be reached without security, with --security None`,
    )
  tell(
    [
      `${device.endpoint} is met for the first time. It shows this certificate:`,
      `  subject     ${printable(certificate.subject)}`,
      `  issued by   ${printable(certificate.issuer)}`,
      `  valid       ${certificate.validFrom} to ${certificate.validTo}`,
      `  thumbprint  ${certificate.thumbprint}`,
      `It offers ${offers.map(({ mode, policy }) => (mode === 'None' ? mode : `${mode} ${policy}`)).join(', ')}.`,
    ].join('\n'),
  )
  const answer = await ask(
    'Is it the right server? Compare the thumbprint with what the server’s keeper says. [y/N] ',
  )
  if (answer === null)
    throw new ConfigError(
      `nobody is here to accept it: if it is the right server, say --trust ${certificate.thumbprint}`,
    )
  if (!/^(y|yes|j|ja)$/i.test(answer.trim())) throw new ConfigError('the certificate was not accepted')
  return { ...device, trusted: certificate.thumbprint }
}
