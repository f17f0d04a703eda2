import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Network, pipeDistances } from '@driftbild/network'
import { BadData, findFile, readColumns, readCsv } from './csv-file.ts'

/** EUR a m³, EUR a wrong trip, and metres within which a crew finds a leak; the rules of BattLeDIM's scorer. */
const RULES = { water: 0.8, crew: 500, reach: 300 }
const STEPS_PER_HOUR = 12

export interface Detection {
  /** Five-minute step of the year. */
  step: number
  pipe: string
  probability: number
}

export interface Judged {
  step: number
  pipe: string
  leak: string | null
  repeated: boolean
  distance: number | null
  eur: number
}

export interface LeakScore {
  eur: number
  perfectEur: number
  leaks: number
  found: number
  falsePositives: number
  missed: string[]
  meanHours: number
  medianHours: number
  meanDistance: number
  judged: Judged[]
}

interface Leak {
  pipe: string
  start: number
  end: number
  /** m³/h at each step. */
  flow: Float64Array
}

/** What detections are worth; null where the folder does not say what leaked. */
export function scoreLeaks(
  network: Network,
  folder: string,
  detections: readonly Detection[],
): LeakScore | null {
  const leaks = readLeaks(folder)
  if (!leaks) return null
  const distances = pipeDistances(network)
  const found = new Map<Leak, { hours: number; distance: number }>()
  const judged = detections
    .toSorted((a, b) => a.step - b.step)
    .map((detection): Judged => {
      const { step, pipe } = detection
      const near = leaks
        .filter((leak) => step >= leak.start && step <= leak.end)
        .map((leak) => ({ leak, distance: distances.pipes(leak.pipe, pipe) }))
        .filter(({ distance }) => distance <= RULES.reach)
        .toSorted((a, b) => a.distance - b.distance)
      const fresh = near.find(({ leak }) => !found.has(leak))
      if (!fresh) {
        const repeated = near.length > 0
        return { step, pipe, leak: null, repeated, distance: null, eur: repeated ? 0 : -RULES.crew }
      }
      const { leak, distance } = fresh
      found.set(leak, { hours: (step - Math.max(0, leak.start)) / STEPS_PER_HOUR, distance })
      return { step, pipe, leak: leak.pipe, repeated: false, distance, eur: worthOf(leak, step, distance) }
    })
  const hours = [...found.values()].map((one) => one.hours).toSorted((a, b) => a - b)
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / Math.max(1, values.length)
  return {
    eur: judged.reduce((sum, one) => sum + one.eur, 0),
    perfectEur: leaks.reduce((sum, leak) => sum + worthOf(leak, Math.max(1, leak.start), 0), 0),
    leaks: leaks.length,
    found: found.size,
    falsePositives: judged.filter((one) => one.leak === null && !one.repeated).length,
    missed: leaks.filter((leak) => !found.has(leak)).map((leak) => leak.pipe),
    meanHours: mean(hours),
    medianHours: hours[hours.length >> 1] ?? 0,
    meanDistance: mean([...found.values()].map((one) => one.distance)),
    judged,
  }
}

/** Water that is not lost from the step before, less what the crew searches. */
function worthOf(leak: Leak, step: number, distance: number): number {
  let volume = 0
  for (let k = Math.max(0, step - 1); k < leak.flow.length; k++) volume += leak.flow[k]!
  return (RULES.water * volume) / STEPS_PER_HOUR - (distance / RULES.reach) * RULES.crew
}

function readLeaks(folder: string): Leak[] | null {
  if (!existsSync(join(folder, 'leaks.csv')) || !findFile(folder, 'leak_flows_m3h.csv')) return null
  const flows = readColumns(folder, 'leak_flows_m3h.csv')
  const steps = flows.times.length
  const first = msOf(flows.times[0]!)
  const stepAt = (time: string) => Math.round((msOf(time) - first) / (3_600_000 / STEPS_PER_HOUR))
  return readCsv(folder, 'leaks.csv', { columns: ['pipe', 'start', 'end'] }).flatMap((row) => {
    const flow = flows.columns.get(row.pipe!)
    if (!flow) return []
    return [{ pipe: row.pipe!, start: stepAt(row.start!), end: Math.min(steps - 1, stepAt(row.end!)), flow }]
  })
}

function msOf(text: string): number {
  const ms = Date.parse(`${text.replace(' ', 'T')}Z`)
  if (!Number.isFinite(ms)) throw new BadData(`${text} is no time`)
  return ms
}
