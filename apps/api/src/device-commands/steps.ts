import {
  advance,
  type DeviceCommand,
  type DeviceCommandEvent,
  expire,
  type Kommunkod,
  type Micros,
  ProblemError,
} from '@driftbild/core'
import {
  appendAudit,
  type Database,
  lockOpenDeviceCommands,
  saveDeviceCommand,
  type Tx,
} from '@driftbild/store'

/** One step of a locked command, kept and audited; a ProblemError says what stands in its way. */
export async function takeStep(
  tx: Tx,
  command: DeviceCommand,
  event: DeviceCommandEvent,
  { by, at }: { by: string; at: Micros },
): Promise<DeviceCommand> {
  const next = advance(command, event, at)
  if (typeof next === 'string') throw new ProblemError(409, { code: next, ref: command.id })
  await keep(tx, next, { by, at })
  return next
}

async function keep(tx: Tx, command: DeviceCommand, { by, at }: { by: string; at: Micros }): Promise<void> {
  await saveDeviceCommand(tx, command)
  const { signal, value, unit, state, result } = command
  await appendAudit(tx, {
    at,
    by,
    what: `device-command-${state}`,
    ref: command.id,
    detail: { signal, value, unit, ...(result && { result }) },
  })
}

/** Ends those whose time is over. */
export async function endOverdue(db: Database, municipality: Kommunkod, at: Micros): Promise<void> {
  await db.transaction({ municipality, role: 'api' }, async (tx) => {
    for (const command of await lockOpenDeviceCommands(tx)) {
      const next = expire(command, at)
      if (next !== command) await keep(tx, next, { by: 'system', at })
    }
  })
}
