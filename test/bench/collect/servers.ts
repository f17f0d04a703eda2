import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import {
  exceptions,
  ModbusException,
  openCertificates,
  startModbusServer,
  startOpcuaServer,
} from '@driftbild/simulators/servers'
import { keyOf, OBJECT, opcuaPath, REGISTERS_PER_VALUE, type Step } from './step.ts'

// The devices of one step, as a process. "go" lets their values change every second, "still" stops that and says how
// many values were served since "go".

interface Serving {
  ports: number[]
  thumbprint: string
  /** A file with the node id of each variable, for readers that browse no paths. */
  nodes: string | null
  /** Somebody reads all there is. */
  isRead(): boolean
  go(): void
  /** Values served since `go`. */
  still(): number
}

const { values } = parseArgs({ options: { step: { type: 'string' }, folder: { type: 'string' } } })
const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`)
console.log = console.error
const now = () => Date.now() * 1000
const step = JSON.parse(values.step!) as Step
const serving = step.protocol === 'opcua' ? await serveOpcua(step.points) : await serveModbus(step)

createInterface({ input: process.stdin })
  .on('line', (word) => {
    if (word === 'go') serving.go()
    if (word === 'still') say({ event: 'still', served: serving.still() })
  })
  .on('close', () => process.exit(0))
const { ports, thumbprint, nodes } = serving
say({ event: 'ready', ports, thumbprint, nodes })
let wasRead = false
setInterval(() => {
  const isRead = serving.isRead()
  if (isRead !== wasRead) say({ event: isRead ? 'read' : 'left', at: now() })
  wasRead = isRead
}, 200)

async function serveOpcua(points: number): Promise<Serving> {
  const keys = Array.from({ length: points }, (_, i) => keyOf(i))
  const certificates = await openCertificates(join(values.folder!, 'pki'), now)
  const server = await startOpcuaServer({
    name: 'bench',
    port: 0,
    security: ['SignAndEncrypt'],
    certificates,
    variables: keys.map((key, i) => ({
      key,
      namespaces: ['http://opcfoundation.org/UA/', 'urn:driftbild:replay'],
      object: OBJECT,
      point: { path: opcuaPath(i), kind: { type: 'measure' } },
      history: null,
    })),
    now,
  })
  const nodes = join(values.folder!, 'nodes.json')
  writeFileSync(nodes, JSON.stringify(keys.map((key) => server.nodeIdOf(key))))
  /** Parts of a second in which a part of the variables changes each. */
  const SLICES = 10
  let served = 0
  let slice = 0
  let value = 0
  let timer: NodeJS.Timeout | undefined
  const change = () => {
    if (slice % SLICES === 0) value++
    const time = now()
    for (let i = slice % SLICES; i < points; i += SLICES) {
      server.set(keys[i]!, { time, value, status: 0 })
      served++
    }
    slice++
  }
  return {
    ports: [server.port],
    thumbprint: server.thumbprint,
    nodes,
    isRead: () => keys.every((key) => server.roomFor(key) !== Infinity),
    go() {
      served = 0
      timer = setInterval(change, 1000 / SLICES)
    },
    still() {
      clearInterval(timer)
      return served
    },
  }
}

async function serveModbus({ devices, registers }: Extract<Step, { protocol: 'modbus' }>): Promise<Serving> {
  let isGoing = false
  let served = 0
  let asked = 0
  const words = new Uint16Array(registers)
  const bytes = new DataView(words.buffer)
  const readers = new Set<number>()
  const unit = (device: number) => ({
    read(_: unknown, address: number, count: number) {
      readers.add(device)
      // Before and after it is a device that its gateway can't reach: it is asked less and less.
      if (!isGoing) throw new ModbusException(exceptions.gatewayTargetFailed, 'at rest')
      // Word by word, high byte first, whatever the machine does.
      bytes.setFloat32(0, ++asked)
      const value = [bytes.getUint16(0), bytes.getUint16(2)]
      served += count / REGISTERS_PER_VALUE
      return Array.from({ length: count }, (_, i) => value[(address + i) % REGISTERS_PER_VALUE]!)
    },
  })
  const servers = await Promise.all(
    Array.from({ length: devices }, (_, device) => startModbusServer(0, new Map([[1, unit(device)]]))),
  )
  return {
    ports: servers.map((server) => server.port),
    thumbprint: '',
    nodes: null,
    isRead: () => readers.size === devices,
    go() {
      served = 0
      isGoing = true
    },
    still() {
      isGoing = false
      readers.clear()
      return served
    },
  }
}
