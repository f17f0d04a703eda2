import { join } from 'node:path'
import { formatTime, type Micros } from '@driftbild/core'
import { findProfile, OpcuaDevice, type OpcuaPoint } from '@driftbild/devices'
import { openCertificates } from '../servers/certificates.ts'
import { type RunningOpcuaServer, startOpcuaServer } from '../servers/opcua-server.ts'
import { openPorts } from '../servers/ports.ts'
import { readPosition, writePosition } from './position.ts'
import { pointNames, type ReplaySpec, type RunningReplay } from './replay.ts'
import { createReplayClock } from './replay-clock.ts'
import { createHistories, observedAt } from './served-history.ts'

const PROFILE = 'generic/replay-opcua'
const OBJECT = '1:Recorded'
/** Cells at a stretch, so that the server's other work gets its turn. */
const STRETCH = 2000
/** Milliseconds between looks at whether more is due or can be taken. */
const PAUSE = 10
/** How far ahead of what is served the position is written: milliseconds, or cells when no clock sets the pace. */
const AHEAD = { milliseconds: 200, cells: 500 }
/** Milliseconds between what the server sends; the faster, the less must fit into a queue. */
const PUBLISHING = 250

/**
 * Serves a recording as one OPC UA device. Values are set one by one in order of time, each only when it is
 * due and every connected subscriber has room for it, so that none sees fewer values than the file has. At
 * speed `max` nothing is served while nobody listens.
 */
export async function startOpcuaReplay(spec: ReplaySpec): Promise<RunningReplay> {
  const { recording, checksum, id, folder, now, speed, log = () => {}, security = 'SignAndEncrypt' } = spec
  const { columns, series } = recording
  const positionFile = join(folder, `${id}-position.json`)
  const before = readPosition(positionFile, checksum)
  let served = before?.served ?? 0
  const start = before?.at ?? columns.time[0] ?? 0
  const histories = createHistories(columns, series.length, () => served)
  const points = pointsOf(spec)

  const certificates = await openCertificates(join(folder, 'pki'), now)
  const ports = openPorts(join(folder, 'ports.json'), (message) => log('warn', message))
  const variables = series.map(({ key }, i) => ({
    key,
    namespaces: namespaces(),
    object: OBJECT,
    point: points[i]!,
    history: histories[i]!,
  }))
  const server = await ports.open(id, (port) =>
    startOpcuaServer({ name: id, port, security: [security], certificates, now, variables }),
  )
  for (const [i, history] of histories.entries()) {
    const newest = history.newest()
    if (newest) server.set(series[i]!.key, newest)
  }

  const clock = createReplayClock(start, speed, now)
  const { promise: finished, resolve: finish } = Promise.withResolvers<void>()
  let reserved = served
  /**
   * Notes cells as served before they are. After a kill −9 they are in the history, and nothing that a
   * subscriber may have seen is told again as if it were new: a device's times never go back.
   */
  const reserve = (): void => {
    let at: Micros
    if (speed === 'max') {
      reserved = Math.min(columns.length, served + AHEAD.cells)
      at = columns.time[reserved - 1]!
    } else {
      at = Math.round(clock() + AHEAD.milliseconds * 1000 * speed)
      while (reserved < columns.length && columns.time[reserved]! <= at) reserved++
    }
    writePosition(positionFile, { of: checksum, served: reserved, at })
  }
  const step = () => {
    if (speed === 'max' && !server.hasListeners()) return
    const due = clock()
    for (let n = 0; n < STRETCH && served < columns.length && columns.time[served]! <= due; n++) {
      if (served === reserved) reserve()
      if (!serveOne(server, spec, served)) break
      served++
    }
    if (served === columns.length) {
      clearInterval(stepping)
      finish()
    }
  }
  const stepping = setInterval(step, PAUSE)

  return {
    device: OpcuaDevice.parse({
      id,
      profile: PROFILE,
      signals: Object.fromEntries(points.map((point, i) => [point.name, series[i]!.key])),
      protocol: 'opcua',
      endpoint: server.endpoint,
      namespaces: [],
      object: OBJECT,
      security,
      trusted: security === 'None' ? null : server.thumbprint,
      sampling: 0,
      publishing: PUBLISHING,
      ...(columns.length > 0 ? { since: formatTime(columns.time[0]!) } : {}),
      points,
    }),
    served: () => served,
    finished,
    async stop() {
      clearInterval(stepping)
      const at = speed === 'max' ? (columns.time[served - 1] ?? start) : clock()
      writePosition(positionFile, { of: checksum, served, at })
      await server.stop()
      await certificates.dispose()
    },
  }
}

function serveOne(server: RunningOpcuaServer, { recording }: ReplaySpec, place: number): boolean {
  const { key } = recording.series[recording.columns.series[place]!]!
  if (server.roomFor(key) < 1) return false
  server.set(key, observedAt(recording.columns, place))
  return true
}

function pointsOf({ recording }: ReplaySpec): OpcuaPoint[] {
  const names = pointNames(recording.series)
  return recording.series.map(({ asset, role, unit, kind, reporting, range }, i) => ({
    name: names[i]!,
    role,
    unit,
    kind,
    reporting,
    range,
    path: [`1:${asset}`, `1:${role}`],
  }))
}

function namespaces(): string[] {
  const profile = findProfile(PROFILE)
  if (profile?.protocol !== 'opcua') throw new Error(`${PROFILE} is no OPC UA profile`)
  return profile.namespaces
}
