import type { Micros } from '@driftbild/core'
import type { Mapped, NamedPoint, OpcuaDevice, OpcuaPoint, OpcuaProfile } from '@driftbild/devices'
import type { DriverSink } from '../../driver.ts'
import type { Connected } from './connect.ts'
import type { Pki } from './pki.ts'
import type { Environment } from './user.ts'

export interface OpcuaContext {
  now: () => Micros
  pki: () => Promise<Pki>
  /** Where passwords may stand that the configuration only names. */
  environment?: Environment
  /** Milliseconds between looks for nodes that weren't there. */
  lookAgain: number
}

/** One connection to one server, from when it stands until it fails. */
export interface OpcuaRun {
  device: OpcuaDevice
  profile: OpcuaProfile
  points: readonly Mapped<NamedPoint<OpcuaPoint>>[]
  connected: Connected
  sink: DriverSink
  context: OpcuaContext
}
