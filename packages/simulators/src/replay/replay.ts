import type { Micros } from '@driftbild/core'
import type { DeviceConfig } from '@driftbild/devices'
import type { Security } from '../servers/opcua-server.ts'
import type { RecordedSeries, Recording } from './recording.ts'
import type { Speed } from './replay-clock.ts'

export interface ReplaySpec {
  recording: Recording
  /** The recording's, by which its position file knows it. */
  checksum: string
  /** The device's id at the site. */
  id: string
  speed: Speed
  /** Certificates, ports and the position are kept here from start to start. */
  folder: string
  now: () => Micros
  security?: Security
  log?: (level: 'info' | 'warn', message: string) => void
}

/** A recording being served as a live device, over whichever protocol. */
export interface RunningReplay {
  /** How a collector reaches it. */
  device: DeviceConfig
  /** Cells served so far; over Modbus those that are known to have arrived. */
  served(): number
  /** Resolves when all of them are. The device stays, for whoever still wants its history. */
  finished: Promise<void>
  stop(): Promise<void>
}

/** Names of points: what profiles allow, and unique. */
export function pointNames(series: readonly RecordedSeries[]): string[] {
  const taken = new Set<string>()
  return series.map(({ key }) => {
    const plain = key
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '')
    let name = plain
    for (let n = 2; taken.has(name); n++) name = `${plain}-${n}`
    taken.add(name)
    return name
  })
}
