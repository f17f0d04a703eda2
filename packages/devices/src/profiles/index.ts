import { DeviceProfile, type DeviceProfileSource } from '../profile.ts'
import { binGateway } from './bin-gateway.ts'
import { dmaMeter } from './dma-meter.ts'
import { levelGauge } from './level-gauge.ts'
import { lightingCabinet } from './lighting-cabinet.ts'
import { opcua } from './opcua.ts'
import { pressureLogger } from './pressure-logger.ts'
import { replayGateway } from './replay-gateway.ts'
import { replayOpcua } from './replay-opcua.ts'
import { reservoir } from './reservoir.ts'
import { vsdPump } from './vsd-pump.ts'
import { wastewaterStation } from './wastewater-station.ts'
import { waterQuality } from './water-quality.ts'
import { waterQualityProbe } from './water-quality-probe.ts'
import { waterworks } from './waterworks.ts'

/** Every profile as written. A new one is a file and a line here. */
export const profileSources: readonly DeviceProfileSource[] = [
  binGateway,
  dmaMeter,
  levelGauge,
  lightingCabinet,
  opcua,
  pressureLogger,
  replayGateway,
  replayOpcua,
  reservoir,
  vsdPump,
  wastewaterStation,
  waterQuality,
  waterQualityProbe,
  waterworks,
]

/** By id. */
export const profiles: Readonly<Record<string, DeviceProfile>> = Object.fromEntries(
  profileSources.map((source) => [source.id, DeviceProfile.parse(source)]),
)

export const findProfile = (id: string): DeviceProfile | undefined => profiles[id]
