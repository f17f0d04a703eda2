import type { ConditionNames, Seen, Server } from '@driftbild/collectors/explore'
import { units } from '@driftbild/core'
import { findProfile } from '@driftbild/devices'
import { ConfigError } from '../config.ts'
import { type Contact, contactOptions, visitContact } from './contact.ts'
import type { Addition } from './edit-config.ts'
import { nameFrom, placeBelow, unitFrom } from './mapped-point.ts'
import { type Given, type Surroundings, wholeNumber } from './tool.ts'

/** What `edge map` takes. */
export const mapOptions = {
  ...contactOptions,
  node: { type: 'string' },
  source: { type: 'string' },
  condition: { type: 'string' },
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
export type MapOptions = Given<typeof mapOptions>

/** What joins a device: `object` is where a device lies that is yet to be made. */
export interface Mapping extends Pick<Addition, 'point' | 'list' | 'namespaces'> {
  object: string
}

/** Where a node is named, or an alarm by its names. */
export const nodeOrNames = ({ source, condition }: MapOptions): (keyof MapOptions)[] =>
  source || condition ? ['source', 'condition'] : ['node']

export function requireGiven(given: MapOptions, names: readonly (keyof MapOptions)[]): void {
  for (const name of names)
    if (!given[name]) throw new ConfigError(`--${name} is missing. --help says what it is`)
}

/** What is to join the device, found at its server where a node is named. */
export async function mappingOf(
  { contact, isNew }: { contact: Contact; isNew: boolean },
  given: MapOptions,
  around: Surroundings,
): Promise<Mapping> {
  const { source, condition, node } = given
  if (source && condition)
    return { object: '0:Server', namespaces: [], ...conditionMapping({ source, condition }, given) }
  const { seen, namespaces } = await visitContact(contact, around, (server) => findNode(server, node!))
  const profile = findProfile(contact.device.profile)
  if (profile?.protocol !== 'opcua') throw new ConfigError(`no OPC UA profile ${contact.device.profile}`)
  const known = [...profile.namespaces, ...contact.device.namespaces]
  // An alarm is known by its names, wherever it lies.
  if (seen.condition && !isNew)
    return { object: contact.device.object, namespaces: [], ...conditionMapping(seen.condition, given) }
  const place = placeBelow(seen.path, namespaces, known, isNew ? null : contact.device.object)
  if ('problem' in place) throw new ConfigError(`${node} ${place.problem}`)
  const mapping = seen.condition
    ? conditionMapping(seen.condition, given)
    : variableMapping(seen, place.path, given)
  return { object: place.object, namespaces: place.namespaces, ...mapping }
}

function conditionMapping(names: ConditionNames, given: MapOptions): Pick<Mapping, 'point' | 'list'> {
  const point = {
    name: given.name ?? nameFrom(names.condition),
    ...(given.role && { role: given.role }),
    ...names,
  }
  return { point, list: ['alarms', 'conditions'] }
}

function variableMapping(seen: Seen, path: string[], given: MapOptions): Pick<Mapping, 'point' | 'list'> {
  requireGiven(given, ['role'])
  const unit = given.flag ? '1' : (given.unit ?? unitFrom(seen.unit))
  if (!unit)
    throw new ConfigError(
      `${given.node} has ${seen.unit ? `the unit ${seen.unit}, which isn't known here` : 'no unit'}: say --unit, one of ${Object.keys(units).join(', ')}`,
    )
  const every = wholeNumber('every', given.every, 60)
  const point = {
    name: given.name ?? nameFrom(seen.path.at(-1)!),
    role: given.role!,
    unit,
    ...(given.flag && { kind: { type: 'flag' } }),
    reporting: given.flag ? { type: 'on-change', silentAtMost: every } : { type: 'every', seconds: every },
    path,
  }
  return { point, list: ['points'] }
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
