import {
  decodeVariant,
  type EncodedVariant,
  encodeVariant,
  listOpcuaPoints,
  type OpcuaDevice,
  type OpcuaPoint,
  type OpcuaProfile,
} from '@driftbild/devices'
import {
  AccessLevelFlag,
  AttributeIds,
  type ClientSession,
  DataType,
  type NodeId,
  StatusCodes,
  Variant,
  VariantArrayType,
} from 'node-opcua-client'
import { type CommandPort, type CommandResult, LOOK_AGAIN, type RefusalCode } from '../../command.ts'
import { wait, within } from '../../wait.ts'
import { connect } from './connect.ts'
import { variantOf } from './data-value.ts'
import { quietLibrary } from './quiet.ts'
import { resolveNodes } from './resolve.ts'
import type { OpcuaContext } from './run.ts'

/** A node that a value may be written to, and the value as it takes it. */
interface Target {
  nodeId: NodeId
  dataType: DataType
  encoded: EncodedVariant
}

type Refuse = (code: RefusalCode, context?: Record<string, unknown>) => CommandResult

/** Writes in a session of its own, so that what it waits for holds up no reading. */
export function opcuaCommands(
  device: OpcuaDevice,
  profile: OpcuaProfile,
  context: Pick<OpcuaContext, 'pki' | 'environment'>,
): CommandPort {
  return {
    async write({ point: name, value }, expected) {
      const ref = `${device.id} ${name}`
      const refuse: Refuse = (code, context = {}) => ({ result: 'refused', code, ref, context })
      const place = listOpcuaPoints(profile, device).find((p) => p.name === name)
      if (!place) return refuse('unknown-point')
      const rule = Object.hasOwn(device.commands, name) ? device.commands[name] : undefined
      if (!rule?.enabled) return refuse('not-enabled')
      if (!Number.isFinite(value)) return refuse('not-a-number', { value })
      const { limits } = rule
      if (value < limits[0] || value > limits[1]) return refuse('outside-limits', { value, limits })

      quietLibrary()
      const end = AbortSignal.any([expected, AbortSignal.timeout(rule.within * 1000)])
      const opened = await connect(device, context, end)
      if ('failure' in opened) return refuse('not-sent', { why: opened.failure.message })
      const { client, session, close } = opened.connected
      // The library would mend the link and go on; a command goes over the link that it was begun on.
      client.once('connection_lost', () => void close())
      try {
        const target = await findTarget(session, device, profile, { ...place, key: name }, value, refuse)
        if ('result' in target) return target
        if (end.aborted) return refuse('not-sent', { why: 'its time was over' })
        return await perform(session, place.point, target, { ref, value, refuse, end })
      } catch (cause) {
        return refuse('not-sent', { why: (cause as Error).message })
      } finally {
        await close()
      }
    },
  }
}

async function findTarget(
  session: ClientSession,
  device: OpcuaDevice,
  profile: OpcuaProfile,
  place: { key: string; name: string; point: OpcuaPoint },
  value: number,
  refuse: Refuse,
): Promise<Target | CommandResult> {
  const { nodes, missing } = await resolveNodes(session, device, profile, [place])
  const [node] = nodes
  if (!node) return refuse('not-sent', { why: missing[0]!.failure.message })
  const { nodeId } = node
  const access = await session.read({ nodeId, attributeId: AttributeIds.UserAccessLevel })
  if (!(Number(access.value?.value ?? 0) & AccessLevelFlag.CurrentWrite)) {
    return refuse('not-writable', { why: 'the server lets this user only read it' })
  }
  const dataType = await session.getBuiltInDataType(nodeId)
  const encoded = encodeVariant(dataType, value)
  return encoded ? { nodeId, dataType, encoded } : refuse('does-not-fit', { value, type: DataType[dataType] })
}

async function perform(
  session: ClientSession,
  point: OpcuaPoint,
  { nodeId, dataType, encoded }: Target,
  { ref, value, refuse, end }: { ref: string; value: number; refuse: Refuse; end: AbortSignal },
): Promise<CommandResult> {
  const lost = (why: string): CommandResult => ({
    result: 'not-confirmed',
    code: 'no-answer',
    ref,
    context: { written: value, why },
  })
  const written = new Variant({ dataType, arrayType: VariantArrayType.Scalar, value: encoded.raw })
  try {
    const status = await session.write({ nodeId, attributeId: AttributeIds.Value, value: { value: written } })
    if (status.isBad()) {
      return status.equals(StatusCodes.BadTimeout)
        ? lost(status.toString())
        : refuse('device-refused', { status: status.name })
    }
  } catch (cause) {
    return lost((cause as Error).message)
  }
  return confirm(session, point, nodeId, encoded.value, { ref, end, lost })
}

/** Reads until the node has what was written. */
async function confirm(
  session: ClientSession,
  point: OpcuaPoint,
  nodeId: NodeId,
  written: number,
  { ref, end, lost }: { ref: string; end: AbortSignal; lost: (why: string) => CommandResult },
): Promise<CommandResult> {
  let read: number | null = null
  while (!end.aborted) {
    const answer = await within(
      1000,
      session.read({ nodeId, attributeId: AttributeIds.Value }).catch(() => undefined),
    )
    const decoded = answer && decodeVariant(point, variantOf(answer), answer.statusCode.value >>> 0)
    if (decoded && 'value' in decoded) {
      read = decoded.value
      if (read === written) return { result: 'done', value: written }
    }
    await wait(LOOK_AGAIN, end)
  }
  if (read === null) return lost('it could not be read back')
  return { result: 'not-confirmed', code: 'reads-differently', ref, context: { written, read } }
}
