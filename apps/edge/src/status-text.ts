import type { DeviceReport } from '@driftbild/collectors/status'
import { formatTime, HOUR, MINUTE, type Micros, SECOND, type SilenceReason } from '@driftbild/core'
import type { Running } from './running.ts'
import { type DeviceStatus, type EdgeStatus, isRunning } from './status.ts'

const advice: Record<SilenceReason, string> = {
  unreachable: 'check its address and the network',
  timeout: 'it is there and does not answer',
  refused: 'a certificate or a user is not accepted; the log says which, and how to accept it',
  'node-missing': 'the log names what it has not got',
  'queue-overflow': 'it dropped values before they could be taken',
  'collector-stopped': 'the edge was not running',
  'clock-set-back': 'its clock was set back while it was not read',
  'outbox-full': 'the disk has no room',
  'set-aside': 'the centre refused it',
  removed: 'the configuration no longer has it',
}

export function statusText(status: EdgeStatus, now: Micros): string {
  // What it last knew of itself is no news when it doesn't run; what its devices last said is.
  const runs = isRunning(status, now)
  const running = runs ? status.running : null
  const when = (at: Micros | null) => (at === null ? 'never' : `${formatTime(at)}, ${ago(now - at)} ago`)
  const reports = new Map((status.running?.devices ?? []).map((report) => [report.id, report]))
  return [
    `outbox        ${status.outbox}`,
    `collector     ${status.collector ?? 'not enrolled'}`,
    `epoch         ${status.epoch}`,
    `waiting       ${status.waiting} entries${status.waiting > 0 ? `, the oldest from ${when(status.oldest)}` : ''}`,
    `acknowledged  ${status.acknowledged}`,
    ...(running ? [`centre        ${centreText(running, when)}`] : []),
    ...diskLines(status, running),
    `last active   ${when(status.alive)}${runs ? '' : ': it does not run'}`,
    ...(running ? clockLines(running) : []),
    ...(running?.reloads.problem ? [`configuration ${running.reloads.problem}`] : []),
    ...(status.setAside > 0
      ? [`set aside     ${status.setAside} entries that the centre refused; "edge set-aside" lists them`]
      : []),
    ...status.devices.flatMap((device) => deviceLines(device, reports.get(device.id), runs, when)),
  ].join('\n')
}

const centreText = ({ centre }: Running, when: (at: Micros | null) => string): string =>
  `${centre.problem ?? (centre.answered === null ? 'not asked yet' : 'takes what is read')}; it last answered ${when(centre.answered)}`

function diskLines({ bytes, limit, free, rate, lasts }: EdgeStatus, running: Running | null): string[] {
  const perHour = rate ? `, ${Math.round(rate.entries)} entries and ${megabytes(rate.bytes)} an hour` : ''
  const line = `disk          ${megabytes(bytes)} of ${megabytes(limit)}, ${megabytes(free)} free on it${perHour}`
  return [
    line,
    ...(lasts === null
      ? []
      : [`              at this rate the disk lasts ${span(lasts * HOUR)} without the centre`]),
    ...(running?.disk.problem ? [`              ${running.disk.problem}`] : []),
  ]
}

function clockLines({ clock: { centre, jumps } }: Running): string[] {
  const off = centre?.isOff ? `${offset(centre.offset)} the centre’s: give this machine a time server` : null
  const jumped = jumps > 0 ? `jumped ${jumps === 1 ? 'once' : `${jumps} times`} since the edge began` : null
  const said = [off, jumped].filter((text) => text !== null).join('; ')
  return said === '' ? [] : [`clock         ${said}`]
}

function deviceLines(
  { id, address, silent }: DeviceStatus,
  report: DeviceReport | undefined,
  running: boolean,
  when: (at: Micros) => string,
): string[] {
  const last = running ? 'answers' : 'answered when the edge last ran'
  const newest =
    report === undefined || report.newest === null ? '' : `; its newest value is of ${when(report.newest)}`
  const notes = [
    ...(report?.clock?.isOff
      ? [`its clock is ${offset(report.clock.offset)} this machine’s: set it, or give it a time server`]
      : []),
    ...(report?.caveat ? [report.caveat] : []),
  ].map((note) => `              ${note}`)
  if (silent.length === 0) return [`device        ${id} at ${address} ${last}${newest}`, ...notes]
  return [
    ...silent.map(
      ({ reason, since, signals }) =>
        `device        ${id} at ${address}: ${signals} signals ${reason} since ${when(since)}: ${advice[reason]}`,
    ),
    ...notes,
  ]
}

const megabytes = (n: number): string => `${(n / 1024 / 1024).toFixed(1)} MB`

const offset = (by: Micros): string =>
  `${(Math.abs(by) / SECOND).toFixed(1)} s ${by > 0 ? 'ahead of' : 'behind'}`

/** How long something lasts, cut to whole hours as long as that says enough. */
function span(of: Micros): string {
  if (of < 2 * HOUR) return `${Math.floor(of / MINUTE)} min`
  return of < 1000 * HOUR ? `${Math.floor(of / HOUR)} h` : `${Math.floor(of / HOUR / 24)} days`
}

function ago(since: Micros): string {
  if (since < 2 * MINUTE) return `${Math.round(since / SECOND)} s`
  if (since < 2 * HOUR) return `${Math.round(since / MINUTE)} min`
  return `${Math.round(since / HOUR)} h`
}
