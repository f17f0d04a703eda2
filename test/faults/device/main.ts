import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import type { DeviceName } from '../site.ts'
import { playGateway } from './gateway.ts'
import { playMeter } from './meter.ts'
import type { Playing, PlayRequest } from './playing.ts'
import { playPlc } from './plc.ts'
import { openValueLog } from './value-log.ts'

// One device as a process. Lines on its input are what happens to it: "jump SECONDS" of its clock, "still".

const players: Record<DeviceName, (request: PlayRequest) => Promise<Playing>> = {
  plc: playPlc,
  gateway: playGateway,
  meter: playMeter,
}

const { values } = parseArgs({
  options: {
    play: { type: 'string' },
    folder: { type: 'string' },
    port: { type: 'string', default: '0' },
    flag: { type: 'string', multiple: true, default: [] },
  },
})
const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`)
console.log = console.error
const folder = values.folder!
mkdirSync(folder, { recursive: true, mode: 0o700 })
const now = () => Date.now() * 1000
let ahead = 0

const playing = await players[values.play as DeviceName]({
  folder,
  port: Number(values.port),
  log: openValueLog(join(folder, 'values.log')),
  clock: () => now() + ahead,
  now,
  flags: new Set(values.flag),
})
createInterface({ input: process.stdin })
  .on('line', (text) => {
    const [what, seconds] = text.split(' ')
    if (what === 'jump') ahead += Number(seconds) * 1e6
    if (what === 'still') playing.still()
    say({ event: what })
  })
  .on('close', () => process.exit(0))
say({ event: 'ready', port: playing.port, thumbprint: playing.thumbprint })
