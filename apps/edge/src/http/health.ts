import type { SilenceReason } from '@driftbild/core'
import type { EdgeStatus } from '../status.ts'

/** What is well and what isn't, for a supervisor and a person. */
export interface Health {
  /** It reads its devices and the disk takes what it reads: starting it anew would help nothing. */
  ready: boolean
  /** Nothing below asks for a person. */
  well: boolean
  devices: {
    id: string
    silent: { reason: SilenceReason; since: number; signals: number }[]
    problem: string | null
    clockOff: number | null
  }[]
  centre: { problem: string | null; answered: number | null; waiting: number; oldest: number | null }
  disk: { problem: string | null; bytes: number; limit: number; free: number; hoursLeft: number | null }
  /** Microseconds that this machine's clock differs from the centre's, where that is too much. */
  clockOff: number | null
  /** What was wrong with the configuration that it was to take up. */
  configuration: string | null
}

/** Devices that are well aren't listed. */
export function healthOf(status: EdgeStatus): Health {
  const { running } = status
  const reports = new Map((running?.devices ?? []).map((report) => [report.id, report]))
  const devices = status.devices.flatMap(({ id, silent }) => {
    const report = reports.get(id)
    const clockOff = report?.clock?.isOff ? report.clock.offset : null
    const problem = report?.problem ?? null
    return silent.length === 0 && problem === null && clockOff === null
      ? []
      : [{ id, silent, problem, clockOff }]
  })
  const centre = {
    problem: running?.centre.problem ?? null,
    answered: running?.centre.answered ?? null,
    waiting: status.waiting,
    oldest: status.oldest,
  }
  const disk = {
    problem: running?.disk.problem ?? null,
    bytes: status.bytes,
    limit: status.limit,
    free: status.free,
    hoursLeft: status.lasts,
  }
  const own = running?.clock.centre
  const clockOff = own?.isOff ? own.offset : null
  const configuration = running?.reloads.problem ?? null
  const problems = [centre.problem, disk.problem, clockOff, configuration]
  return {
    ready: running?.disk.takes ?? false,
    well: devices.length === 0 && problems.every((problem) => problem === null),
    devices,
    centre,
    disk,
    clockOff,
    configuration,
  }
}
