import { decodeWords, type ModbusDevice, type ModbusProfile, wordTypes } from '@driftbild/devices'
import { type CommandPort, type CommandResult, LOOK_AGAIN } from '../../command.ts'
import { wait } from '../../wait.ts'
import type { Client } from './connection.ts'
import { ILLEGAL_VALUE } from './exception.ts'
import type { Line, ModbusLines } from './line.ts'
import { linkTo } from './link.ts'
import { type PlannedWrite, planWrite } from './plan-write.ts'

/** The device has it and needs longer. */
const ACKNOWLEDGED = 5

export function modbusCommands(
  device: ModbusDevice,
  profile: ModbusProfile,
  lines: ModbusLines,
): CommandPort {
  return {
    async write(command, end) {
      const planned = planWrite(device, profile, command)
      if ('code' in planned) return { result: 'refused', ...planned }
      const line = lines(device)
      const leave = line.enter()
      try {
        return await perform(line, device, planned, end)
      } finally {
        leave()
      }
    },
  }
}

async function perform(
  line: Line,
  device: ModbusDevice,
  planned: PlannedWrite,
  expected: AbortSignal,
): Promise<CommandResult> {
  const { ref } = planned
  // What still waits for its turn by then is not sent any more: nobody expects it.
  const end = AbortSignal.any([expected, AbortSignal.timeout(planned.within * 1000)])
  const timeout = device.timeout * 1000
  const outcome = await line.ask({
    unit: device.unit,
    timeout,
    signal: end,
    ask: (client) => send(client, planned),
  })
  if ('withdrawn' in outcome) return { result: 'refused', code: 'not-sent', ref, context: { why: 'busy' } }
  if ('unconnected' in outcome) {
    return { result: 'refused', code: 'not-sent', ref, context: { why: outcome.unconnected.message } }
  }
  if ('unanswered' in outcome) {
    return { result: 'not-confirmed', code: 'no-answer', ref, context: { why: outcome.unanswered.message } }
  }
  if ('exception' in outcome && outcome.exception !== ACKNOWLEDGED) {
    const { exception } = outcome
    return exception <= ILLEGAL_VALUE
      ? { result: 'refused', code: 'device-refused', ref, context: { exception } }
      : { result: 'not-confirmed', code: 'device-failure', ref, context: { exception } }
  }
  return confirm(line, device, planned, end)
}

/** Reads until the registers hold what was written. */
async function confirm(
  line: Line,
  device: ModbusDevice,
  { ref, point, words, value }: PlannedWrite,
  end: AbortSignal,
): Promise<CommandResult> {
  const link = linkTo(line, device, end)
  let seen: number[] | null = null
  while (!end.aborted) {
    const answer = await link.read(point.table, point.address, wordTypes[point.type])
    if ('words' in answer) seen = answer.words
    if (seen?.every((word, i) => word === words[i])) return { result: 'done', value }
    await wait(LOOK_AGAIN, end)
  }
  if (!seen) return { result: 'not-confirmed', code: 'no-answer', ref, context: { written: value } }
  const read = decodeWords(point, seen)
  return { result: 'not-confirmed', code: 'reads-differently', ref, context: { written: value, read } }
}

/** Functions 5 and 15 for coils, 6 and 16 for registers. */
function send(client: Client, { point, words, multiple }: PlannedWrite): Promise<unknown> {
  const [first] = words
  if (point.table === 'coil') {
    const on = first === 1
    return multiple ? client.writeCoils(point.address, [on]) : client.writeCoil(point.address, on)
  }
  return multiple || words.length > 1
    ? client.writeRegisters(point.address, words)
    : client.writeRegister(point.address, first!)
}
