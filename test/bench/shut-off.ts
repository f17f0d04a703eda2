import { parseArgs } from 'node:util'
import type { Asset, AssetClass, Position } from '@driftbild/core'
import { isolationPlan } from '../../apps/api/src/leaks/isolation-plan.ts'
import { networkOf } from '../../apps/api/src/network/networks.ts'
import { shutOffOf } from '../../apps/api/src/network/shut-off.ts'
import { traceAsset } from '../../apps/api/src/network/trace-asset.ts'
import { createPicture } from '../../apps/api/src/picture/picture.ts'

/**
 * How long a shut-off plan and a trace take in a large network: streets in blocks, a tower in every tenth, at each crossing a
 * valve on all pipes but one, everybody joined to a pipe. `node test/bench/shut-off.ts [--pipes 30000] [--plans 200]`
 */
const { values } = parseArgs({
  options: { pipes: { type: 'string', default: '30000' }, plans: { type: 'string', default: '200' } },
})
const side = Math.round(Math.sqrt(Number(values.pipes) / 2))
const BLOCK = 120

const at = (east: number, north: number): Position => [17 + east / 56_000, 59.5 + north / 111_320]
const asset = (tag: string, of: AssetClass, place: Position, attributes: Asset['attributes']): Asset => ({
  ...{ tag, class: of, name: tag, site: null, zone: null, surveyed: null, builtYear: null },
  ...{ expectedLife: null, visibility: 'staff', attributes },
  geometry: { type: 'Point', coordinates: place },
})

const assets: Asset[] = []
const corner = (x: number, y: number) => `J${x}.${y}`
const place = (x: number, y: number): Position => at(x * BLOCK, y * BLOCK)
let pipes = 0
const met = new Set<string>()
/** Whether this is the first pipe that meets there: all others have a valve. */
const isFirst = (x: number, y: number): boolean => met.size < met.add(corner(x, y)).size
const street = (x: number, y: number, [dx, dy]: readonly [number, number]) => {
  const tag = `P${++pipes}`
  assets.push({
    ...asset(tag, 'pipe', [0, 0], {
      ...{ from: corner(x, y), to: corner(x + dx, y + dy), length: BLOCK, diameter: 110, material: 'PE' },
    }),
    geometry: { type: 'LineString', coordinates: [place(x, y), place(x + dx, y + dy)] },
  })
  const along = (metres: number) => at(x * BLOCK + dx * metres, y * BLOCK + dy * metres)
  const valve = (metres: number) =>
    assets.push(asset(`V${pipes}-${metres}`, 'valve', along(metres), { normallyOpen: true }))
  if (!isFirst(x, y)) valve(4)
  if (!isFirst(x + dx, y + dy)) valve(BLOCK - 4)
  assets.push(asset(`S${pipes}`, 'connection', along(BLOCK / 2), { customers: 12 }))
}
for (let x = 0; x < side; x++) {
  for (let y = 0; y < side; y++) {
    if (x + 1 < side) street(x, y, [1, 0])
    if (y + 1 < side) street(x, y, [0, 1])
    if (x % 10 === 5 && y % 10 === 5) assets.push(asset(`T${x}.${y}`, 'reservoir', place(x, y), {}))
  }
}

const picture = createPicture({
  municipality: { code: '9999', name: 'X', zone: 'Europe/Stockholm', simulated: true, recording: null },
  ...{ sites: [], zones: [], items: [], installations: [], relations: [], signals: [], alarmRules: [] },
  assets,
})
const timed = <T>(work: () => T): [T, number] => {
  const begin = performance.now()
  const result = work()
  return [result, performance.now() - begin]
}
const [, drawing] = timed(() => networkOf(picture))
const [shutOff, parting] = timed(() => shutOffOf(picture))
console.log(
  `${pipes} pipes, ${shutOff.net.segments.length} segments, ${shutOff.net.barriers.length} valves; ` +
    `once for a register: ${Math.round(drawing)} ms as a network, ${Math.round(parting)} ms as segments`,
)

const wanted = Number(values.plans)
const some = Array.from({ length: wanted }, (_, i) => `P${1 + Math.floor((i * pipes) / wanted)}`)
const none = new Map()
const sees = () => true
report('shut-off plan, least area', (tag) =>
  isolationPlan(picture, { pipes: [tag], way: 'least-area', conditions: none, sees }),
)
report('shut-off plan, fewest valves', (tag) =>
  isolationPlan(picture, { pipes: [tag], way: 'fewest-valves', conditions: none, sees }),
)
report('trace upstream', (tag) => traceAsset(picture, tag, 'upstream', null))
report('trace downstream', (tag) => traceAsset(picture, tag, 'downstream', null))

function report(what: string, work: (tag: string) => unknown): void {
  const times = some.map((tag) => timed(() => work(tag))[1]).toSorted((a, b) => a - b)
  const share = (part: number) =>
    Math.round(times[Math.min(times.length - 1, Math.floor(part * times.length))]!)
  console.log(`${what}: ${share(0.5)} ms in the middle, ${share(0.95)} ms at 95 %, ${share(1)} ms at most`)
}
