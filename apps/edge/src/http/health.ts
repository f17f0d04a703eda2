import { formatTime, type Micros, SECOND, type SilenceReason } from '@driftbild/core'
import type { EdgeStatus } from '../status.ts'

/** What is well and what isn't, for a supervisor and a person: times are RFC 3339, clocks are off by seconds. */
export interface Health {
  /** It reads its devices and the disk takes what it reads: starting it anew would help nothing. */
  ready: boolean
  /** Nothing below asks for a person. */
  well: boolean
  devices: {
    id: string
    silent: { reason: SilenceReason; since: string; signals: number }[]
    problem: string | null
    clockOff: number | null
  }[]
  centre: { problem: string | null; answered: string | null; waiting: number; oldest: string | null }
  disk: { problem: string | null; bytes: number; limit: number; free: number; hoursLeft: number | null }
  /** This machine's, against the centre's; null while that is little enough. */
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
    const clockOff = offBy(report?.clock)
    const problem = report?.problem ?? null
    return silent.length === 0 && problem === null && clockOff === null
      ? []
      : [{ id, silent: silent.map((one) => ({ ...one, since: formatTime(one.since) })), problem, clockOff }]
  })
  const centre = {
    problem: running?.centre.problem ?? null,
    answered: timeOf(running?.centre.answered),
    waiting: status.waiting,
    oldest: timeOf(status.oldest),
  }
  const disk = {
    problem: running?.disk.problem ?? null,
    bytes: status.bytes,
    limit: status.limit,
    free: status.free,
    hoursLeft: status.lasts,
  }
  const clockOff = offBy(running?.clock.centre)
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

const timeOf = (at: Micros | null | undefined): string | null => (at == null ? null : formatTime(at))

const offBy = (clock: { isOff: boolean; offset: Micros } | null | undefined): number | null =>
  clock?.isOff ? clock.offset / SECOND : null
