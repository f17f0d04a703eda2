export { type CertificateStore, openCertificates } from './certificates.ts'
export { createEventGateway } from './event-gateway.ts'
export { createRing, type History, type Observed } from './history.ts'
export {
  type Connection,
  exceptions,
  ModbusException,
  type ModbusUnit,
  startModbusServer,
} from './modbus-server.ts'
export { type RunningOpcuaServer, startOpcuaServer, type VariableSpec } from './opcua-server.ts'
export { createRegisterMap } from './register-map.ts'
