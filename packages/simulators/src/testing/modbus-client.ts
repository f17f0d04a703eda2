import modbus from 'modbus-serial'

export type ModbusClient = InstanceType<typeof modbus.default>

export async function connectModbus(port: number, unit = 1): Promise<ModbusClient> {
  const client = new modbus.default()
  await client.connectTCP('127.0.0.1', { port })
  client.setID(unit)
  client.setTimeout(3000)
  return client
}
