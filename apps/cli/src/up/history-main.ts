// A process of its own: simulating sixty days and writing them must not hold up what is live.
import { parseArgs } from 'node:util'
import { DAY, fromMillis, parseTime, SIMULATED_TOWN } from '@driftbild/core'
import { drawScenario, makeTown, simulate } from '@driftbild/simulators'
import { openDatabase, putJob } from '@driftbild/store'
import { bulkWrite, type PastReading } from '../import/bulk-write.ts'

const { values } = parseArgs({
  options: {
    database: { type: 'string' },
    folder: { type: 'string' },
    seed: { type: 'string' },
    begun: { type: 'string' },
    'history-days': { type: 'string' },
  },
})
const now = () => fromMillis(Date.now())
const say = (event: string, rest: Record<string, unknown>) =>
  process.stdout.write(`${JSON.stringify({ event, ...rest })}\n`)
process.stdin.on('end', () => process.exit(0)).resume()

const seed = Number(values.seed)
const to = parseTime(values.begun!)
const days = Number(values['history-days'])
const from = to - days * DAY
const db = openDatabase(values.database!, { connections: 2 })
const startedAt = performance.now()
let done = 0
let toldAt = 0

await tell('running')
const { readings, known } = await bulkWrite({
  db,
  municipality: SIMULATED_TOWN,
  name: 'Norrvik, simulerad historik',
  hash: `town ${seed} from ${from} to ${to}`,
  readings: past(),
  now,
  onProgress: async () => {
    if (performance.now() - toldAt < 1000) return
    toldAt = performance.now()
    await tell('running')
  },
})
done = 1
await tell('done')
say('ready', { readings, known, seconds: (performance.now() - startedAt) / 1000 })
await db.close()
process.exit(0)

async function* past(): AsyncGenerator<PastReading> {
  const town = makeTown(seed)
  const units = new Map(town.register.signals.map(({ key, unit }) => [key, unit]))
  const scenario = drawScenario(town, seed, from, to)
  for await (const day of simulate(town, { from, to, scenario, handOver: true })) {
    // Signal by signal: what is computed from a signal's day is then computed once.
    const bySignal = day.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.time - b.time))
    for (const { key, time, value, status } of bySignal) {
      yield { key, unit: units.get(key)!, time, value, status }
    }
    const last = day.at(-1)
    if (last) done = (last.time - from) / (to - from)
  }
}

async function tell(state: 'running' | 'done'): Promise<void> {
  const elapsed = (performance.now() - startedAt) / 1000
  const secondsLeft = done > 0.02 && done < 1 ? Math.round((elapsed * (1 - done)) / done) : null
  // How many days; the words around it are the page's.
  const message = String(days)
  say('progress', { done, message: state === 'done' ? 'of the town’s past written' : 'of the town’s past' })
  await db.transaction({ municipality: SIMULATED_TOWN, role: 'api' }, (tx) =>
    putJob(tx, { id: 'history', kind: 'history', done, secondsLeft, state, message }, now()),
  )
}
