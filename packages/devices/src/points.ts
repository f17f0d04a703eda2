import type { DeviceConfig, ModbusDevice } from './device-config.ts'
import type { AlarmPoint } from './opcua-alarms.ts'
import type { OpcuaDevice } from './opcua-device.ts'
import type {
  DeviceProfile,
  EventPoint,
  ModbusPoint,
  ModbusProfile,
  OpcuaPoint,
  OpcuaProfile,
  Point,
  TimeRegister,
} from './profile.ts'

/** A point of one device under its full name (`flow`, `luminaire[12].lamp-on`), addresses as they are there. */
export interface NamedPoint<P extends Point = Point> {
  name: string
  point: P
}
export interface ModbusPlace extends NamedPoint<ModbusPoint> {
  /** Register with the time of this point's values. */
  time: TimeRegister | null
}
export interface EventPlace extends NamedPoint<EventPoint> {
  /** Number of the point in the buffer's entries. */
  index: number
}
/** A point that the centre wants to know, with the key of its signal. */
export type Mapped<N extends NamedPoint> = N & { key: string }

export function listModbusPoints(
  profile: ModbusProfile,
  device: Pick<ModbusDevice, 'points'>,
): ModbusPlace[] {
  const places: ModbusPlace[] = profile.points.map((point) => ({
    name: point.name,
    point,
    time: profile.sourceTime,
  }))
  for (const block of profile.blocks) {
    for (let i = 0; i < block.most; i++) {
      const shift = i * block.stride
      const time = block.sourceTime && { ...block.sourceTime, address: block.sourceTime.address + shift }
      for (const point of block.points) {
        places.push({
          name: `${block.name}[${i}].${point.name}`,
          point: { ...point, address: point.address + shift },
          time,
        })
      }
    }
  }
  for (const point of device.points) places.push({ name: point.name, point, time: null })
  return places
}

export const listEventPoints = (device: Pick<ModbusDevice, 'events'>): EventPlace[] =>
  device.events.map((point, index) => ({ name: point.name, point, index }))

export const listOpcuaPoints = (
  profile: OpcuaProfile,
  device: Pick<OpcuaDevice, 'points'>,
): NamedPoint<OpcuaPoint>[] =>
  [...profile.points, ...device.points].map((point) => ({ name: point.name, point }))

export const listAlarmPoints = (device: Pick<OpcuaDevice, 'alarms'>): NamedPoint<AlarmPoint>[] =>
  (device.alarms?.conditions ?? []).map((point) => ({ name: point.name, point }))

/** Every point of a device, whether the centre wants it or not. Throws when profile and device speak differently. */
export function listPoints(profile: DeviceProfile, device: DeviceConfig): NamedPoint[] {
  if (profile.protocol === 'modbus' && device.protocol === 'modbus') {
    return [...listModbusPoints(profile, device), ...listEventPoints(device)]
  }
  if (profile.protocol === 'opcua' && device.protocol === 'opcua') {
    return [...listOpcuaPoints(profile, device), ...listAlarmPoints(device)]
  }
  throw new Error(
    `device ${device.id} speaks ${device.protocol}, its profile ${profile.id} ${profile.protocol}`,
  )
}

/** Those that the site's configuration gives a signal key. */
export function mapped<N extends NamedPoint>(
  points: readonly N[],
  signals: Record<string, string>,
): Mapped<N>[] {
  const result: Mapped<N>[] = []
  for (const point of points) {
    const key = signals[point.name]
    if (key !== undefined) result.push({ ...point, key })
  }
  return result
}
