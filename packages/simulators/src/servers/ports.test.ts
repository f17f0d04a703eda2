import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openCertificates } from './certificates.ts'
import { startModbusServer } from './modbus-server.ts'
import { startOpcuaServer } from './opcua-server.ts'
import { openPorts } from './ports.ts'

let folder: string
let taken: Server
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'driftbild-ports-'))
})
afterEach(async () => {
  await new Promise((resolve) => taken.close(resolve))
  rmSync(folder, { recursive: true, force: true })
})
/** Takes the port that a server is about to take. */
const take = async (port: number) => {
  taken = createServer()
  await new Promise<void>((resolve) => taken.listen(port, '127.0.0.1', resolve))
}

test('a port that somebody takes between the look and the start is left to them', async () => {
  const certificates = await openCertificates(join(folder, 'pki'), () => Date.now() * 1000)
  const now = () => Date.now() * 1000
  const starts = {
    modbus: (port: number) => startModbusServer(port, new Map()),
    opcua: (port: number) =>
      startOpcuaServer({ name: 'a', port, security: ['None'], certificates, now, variables: [] }),
  }
  for (const [name, start] of Object.entries(starts)) {
    const tried: number[] = []
    const server = await openPorts(join(folder, `${name}.json`), () => {}).open(name, async (port) => {
      if (tried.push(port) === 1) await take(port)
      return start(port)
    })
    expect(tried).toHaveLength(2)
    expect(server.port).toBe(tried[1])
    await server.stop()
    if (name === 'modbus') await new Promise((resolve) => taken.close(resolve))
  }
  await certificates.dispose()
})
