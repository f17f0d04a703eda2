import { readFileSync, realpathSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { lazyPki, type Tried, tryDevice } from '@driftbild/collectors'
import { roles, units } from '@driftbild/core'
import { nearest, type OpcuaDevice, securityOf } from '@driftbild/devices'
import { parse } from 'yaml'
import { ConfigError, parseConfig } from '../config.ts'
import { withOwnFiles } from '../own-files.ts'
import { type Contact, type ContactOptions, contactHelp, contactOf } from './contact.ts'
import { withPoint } from './edit-config.ts'
import { mapOptions, mappingOf, nodeOrNames, requireGiven } from './mapping.ts'
import { triedLine } from './test-devices.ts'
import { type Surroundings, type Tool, wholeNumber, wordsOf } from './tool.ts'

const HELP = `Puts a node of an OPC UA server into a site's configuration as a signal, after having read it once.

  edge map --config FILE --device ID --node NODEID --signal KEY --role ROLE [ENDPOINT]
  edge map --config FILE --device ID --node NODEID --signal KEY [ENDPOINT]
                        an alarm that "edge browse" shows: a flag that is 1 while it is active
  edge map --config FILE --device ID --source NAME --condition NAME --signal KEY [ENDPOINT]
                        an alarm that it doesn't show, by the names that the edge's log tells

  --config FILE         the configuration that is added to; its comments stay
  --device ID           the device in it; with an ENDPOINT a new one is made
  --node NODEID         the node, as "edge browse" shows it, like "ns=2;s=P1.Power" (the quotes matter)
  --signal KEY          the centre's signal, like VV1-P1/power
  --role ROLE           what it tells of its asset: flow, pressure, level, power … (of an alarm: device-alarm)
  --unit UNIT           its unit, when the server doesn't name it
  --name POINT          what the point is called (from the node's name, unless said otherwise)
  --flag                it is 0 or 1
  --every SECONDS       how often a value is expected at least (60; an alarm is told when it changes)
  --patience SECONDS    how long its value is waited for (15)
  --force               add it even if it can't be read now

${contactHelp}
A running edge takes it up with "edge reload".
`

/** Seconds that the new signal is waited for. */
const PATIENCE = 15

export const mapTool: Tool = {
  help: HELP,
  async run(words, around) {
    const { given, rest } = wordsOf(words, mapOptions, HELP)
    const { config: file, device: id, signal } = given
    requireGiven(given, ['config', 'device', 'signal', ...nodeOrNames(given)])
    if (given.role) requireKnown('role', given.role, Object.keys(roles))
    if (given.unit) requireKnown('unit', given.unit, Object.keys(units))
    const text = readText(file!)
    const { contact, isNew } = await mappedDevice(file!, text, id!, given, rest[0], around)
    const { object, ...mapping } = await mappingOf({ contact, isNew }, given, around)
    const edited = withPoint(text, {
      device: id!,
      newDevice: isNew ? newDevice(contact.device, object, given) : null,
      key: signal!,
      ...mapping,
    })
    const patience = wholeNumber('patience', given.patience, PATIENCE) * 1000
    const tried = await tryPoint(
      { edited, file: file!, id: id!, point: mapping.point.name },
      contact,
      patience,
      around,
    )
    const line = triedLine(tried)
    if (tried.problem !== null && !given.force)
      throw new Error(`${line.trim()}\nnothing was changed; --force adds it all the same`)
    replaceFile(file!, edited)
    around.print(`${line}\n${file}: ${id} has ${mapping.point.name} now`)
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
