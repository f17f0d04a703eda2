import { readFileSync, realpathSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { lazyPki, type Tried, tryDevice } from '@driftbild/collectors'
import type { Seen, Server } from '@driftbild/collectors/explore'
import { roles, units } from '@driftbild/core'
import { findProfile, nearest, type OpcuaDevice, securityOf } from '@driftbild/devices'
import { parse } from 'yaml'
import { ConfigError, parseConfig } from '../config.ts'
import { withOwnFiles } from '../own-files.ts'
import {
  type Contact,
  type ContactOptions,
  contactHelp,
  contactOf,
  contactOptions,
  visitContact,
} from './contact.ts'
import { withPoint } from './edit-config.ts'
import { nameFrom, placeBelow, unitFrom } from './mapped-point.ts'
import { triedLine } from './test-devices.ts'
import { type Surroundings, type Tool, wholeNumber, wordsOf } from './tool.ts'

const HELP = `Puts a node of an OPC UA server into a site's configuration as a signal, after having read it once.

  edge map --config FILE --device ID --node NODEID --signal KEY --role ROLE [ENDPOINT]

  --config FILE         the configuration that is added to; its comments stay
  --device ID           the device in it; with an ENDPOINT a new one is made
  --node NODEID         the node, as "edge browse" shows it, like "ns=2;s=P1.Power" (the quotes matter)
  --signal KEY          the centre's signal, like VV1-P1/power
  --role ROLE           what it tells of its asset: flow, pressure, level, power …
  --unit UNIT           its unit, when the server doesn't name it
  --name POINT          what the point is called (from the node's name, unless said otherwise)
  --flag                it is 0 or 1
  --every SECONDS       how often a value is expected at least (60)
  --patience SECONDS    how long its value is waited for (15)
  --force               add it even if it can't be read now

${contactHelp}
A running edge takes it up with "edge reload".
`

const options = {
  ...contactOptions,
  node: { type: 'string' },
  signal: { type: 'string' },
  role: { type: 'string' },
  unit: { type: 'string' },
  name: { type: 'string' },
  flag: { type: 'boolean' },
  every: { type: 'string' },
  patience: { type: 'string' },
  force: { type: 'boolean' },
  help: { type: 'boolean' },
} as const

/** Seconds that the new signal is waited for. */
const PATIENCE = 15

export const mapTool: Tool = {
  help: HELP,
  async run(words, around) {
    const { given, rest } = wordsOf(words, options, HELP)
    const { config: file, device: id, node, signal, role } = given
    for (const name of ['config', 'device', 'node', 'signal', 'role'] as const)
      if (!given[name]) throw new ConfigError(`--${name} is missing. --help says what it is`)
    requireKnown('role', role!, Object.keys(roles))
    if (given.unit) requireKnown('unit', given.unit, Object.keys(units))
    const text = readText(file!)
    const { contact, isNew } = await mappedDevice(file!, text, id!, given, rest[0], around)
    const { seen, namespaces } = await visitContact(contact, around, (server) => findNode(server, node!))
    const profile = findProfile(contact.device.profile)
    if (profile?.protocol !== 'opcua') throw new ConfigError(`no OPC UA profile ${contact.device.profile}`)
    const known = [...profile.namespaces, ...contact.device.namespaces]
    const place = placeBelow(seen.path, namespaces, known, isNew ? null : contact.device.object)
    if ('problem' in place) throw new ConfigError(`${node} ${place.problem}`)
    const unit = given.flag ? '1' : (given.unit ?? unitFrom(seen.unit))
    if (!unit)
      throw new ConfigError(
        `${node} has ${seen.unit ? `the unit ${seen.unit}, which isn't known here` : 'no unit'}: say --unit, one of ${Object.keys(units).join(', ')}`,
      )
    const every = wholeNumber('every', given.every, 60)
    const point = {
      name: given.name ?? nameFrom(seen.path.at(-1)!),
      role: role!,
      unit,
      ...(given.flag && { kind: { type: 'flag' } }),
      reporting: given.flag ? { type: 'on-change', silentAtMost: every } : { type: 'every', seconds: every },
      path: place.path,
    }
    const edited = withPoint(text, {
      device: id!,
      newDevice: isNew ? newDevice(contact.device, place.object, given) : null,
      namespaces: place.namespaces,
      point,
      key: signal!,
    })
    const patience = wholeNumber('patience', given.patience, PATIENCE) * 1000
    const tried = await tryPoint(
      { edited, file: file!, id: id!, point: point.name },
      contact,
      patience,
      around,
    )
    const line = triedLine(tried)
    if (tried.problem !== null && !given.force)
      throw new Error(`${line.trim()}\nnothing was changed; --force adds it all the same`)
    replaceFile(file!, edited)
    around.print(`${line}\n${file}: ${id} has ${point.name} now`)
  },
}

/** The device in the configuration, or one from what was typed; whether it is new. */
async function mappedDevice(
  file: string,
  text: string,
  id: string,
  given: ContactOptions,
  endpoint: string | undefined,
  around: Surroundings,
): Promise<{ contact: Contact; isNew: boolean }> {
  const written = parse(text) as { folder?: string; devices?: { id?: unknown }[] } | null
  const folder = resolve(dirname(file), given.folder ?? written?.folder ?? '.')
  const before = written?.devices?.find((one) => one.id === id)
  if (!before) {
    if (!endpoint) throw new ConfigError(`${file} has no device ${id}: give its address, and it is made`)
    const { config: _, ...typed } = given
    const { device } = await contactOf(typed, endpoint, around)
    return { contact: { device, folder }, isNew: true }
  }
  const device = parseConfig(text, file).devices.find((one) => one.id === id)!
  if (device.protocol !== 'opcua')
    throw new ConfigError(`${id} speaks ${device.protocol}: only OPC UA nodes are mapped`)
  return { contact: { device: withOwnFiles(device, dirname(file)) as OpcuaDevice, folder }, isNew: false }
}

async function findNode(
  server: Server,
  node: string,
): Promise<{ seen: Seen; namespaces: readonly string[] }> {
  const seen = await server.look(node)
  if (!seen)
    throw new ConfigError(`${node} isn't there, or doesn't lie below Objects: "edge browse" shows what does`)
  return { seen, namespaces: server.namespaces }
}

/** Fields of a new device in the order in which a person would write them. */
function newDevice(device: OpcuaDevice, object: string, given: ContactOptions): Record<string, unknown> {
  const { mode } = securityOf(device)
  return {
    profile: device.profile,
    protocol: device.protocol,
    endpoint: device.endpoint,
    object,
    ...(mode === 'SignAndEncrypt' ? {} : { security: mode }),
    ...(device.trusted ? { trusted: device.trusted } : {}),
    ...(given.user ? { user: device.user } : {}),
  }
}

/** Reads the new point alone, as it stands in the edited text. */
async function tryPoint(
  { edited, file, id, point }: { edited: string; file: string; id: string; point: string },
  { folder }: Contact,
  patience: number,
  { now, environment }: Surroundings,
): Promise<Tried> {
  const written = parseConfig(edited, file).devices.find((one) => one.id === id) as OpcuaDevice
  const device = withOwnFiles(written, dirname(file)) as OpcuaDevice
  const alone = { ...device, signals: { [point]: device.signals[point]! }, overrides: {} }
  const context = { now, environment, pki: lazyPki(join(folder, 'pki'), now), patience }
  const [tried] = await tryDevice(alone, context, new AbortController().signal)
  return tried!
}

function requireKnown(what: string, name: string, known: readonly string[]): void {
  if (known.includes(name)) return
  const meant = nearest(name, known)
  throw new ConfigError(
    `no ${what} ${name}. ${meant ? `Did you mean ${meant}?` : `Known: ${known.join(', ')}`}`,
  )
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new ConfigError(`${file} can't be read: ${(cause as Error).message}`, { cause })
  }
}

/** Whole or not at all, where a link leads to, with the rights that it had. */
function replaceFile(file: string, text: string): void {
  const real = realpathSync(file)
  writeFileSync(`${real}.new`, text, { mode: statSync(real).mode & 0o777 })
  renameSync(`${real}.new`, real)
}
