export { backOff } from './back-off.ts'
export { tellClock } from './clock-notes.ts'
export { ClockWatch } from './clock-watch.ts'
export { type Collector, collect } from './collect.ts'
export type { DeviceChanges } from './device-changes.ts'
export * from './driver.ts'
export { type DriverContext, makeDriver } from './drivers/index.ts'
export {
  type Command,
  type CommandPort,
  type CommandResult,
  modbusCommands,
} from './drivers/modbus/commands.ts'
export { type ModbusLines, modbusLines } from './drivers/modbus/line.ts'
export { lazyPki, type Pki } from './drivers/opcua/pki.ts'
export { UnusableOutbox } from './outbox/database.ts'
export { Outbox, type OutboxOptions } from './outbox/outbox.ts'
export type { WhenFull } from './outbox/room.ts'
export { type OutboxStatus, outboxStatus } from './outbox/status.ts'
export type { SignalCommand } from './site-commands.ts'
export { type Tried, tryDevice } from './try-device.ts'
export { wait, within } from './wait.ts'
