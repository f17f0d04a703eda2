import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isPipe, type Network, type Pipe, readInp } from '@driftbild/network'
import { drivers, headLossOf } from '../leak-location/expected-pressure.ts'
import { followLeaks, nothingFollowed } from '../leak-location/leak-follower.ts'
import type { Suspect } from '../leak-location/locate-leak.ts'
import { type PressureZone, pressureZones } from '../leak-location/pressure-zone.ts'
import { simulateEnsemble } from '../leak-location/signature-ensemble.ts'
import { meanDeviation, watchZone, type ZoneHour, type ZoneWatch } from '../leak-location/zone-watch.ts'
import { type Bench, readOptions } from './bench.ts'
import { BadData, type Columns, findFile, readColumns } from './csv-file.ts'
import { type Detection, type LeakScore, scoreLeaks } from './leak-score.ts'

const STEPS_PER_HOUR = 12
const DAY = 24
/** Hours from one look at the last day to the next. */
const LOOK = 6
/** Days at the start that are learnt from: weeks where flows only are known, fewer where water is balanced. */
const CALM_DAYS = { flows: 21, balanced: 7 }
/** How far pipes and demands may be off what the file says, by the recipe. */
const SPREAD = 0.1
const known = {
  year: { default: 'year-2018', help: 'folder of the year; earlier ones beside it are gone through first' },
  networks: { default: '48', help: 'that could be the real one and are simulated' },
  seed: { default: '1', help: 'of the networks that could be the real one' },
}

/** Leaks of a year in L-Town, hour by hour, with its hydraulic model; nothing looks ahead. */
export const ltown: Bench = {
  about: 'leaks found and located in a year of L-Town (BattLeDIM recipe)',
  files: [
    { name: 'L-TOWN.inp', what: 'the network as the utility knows it', needed: true },
    {
      name: 'year-YYYY/SCADA_{Pressures,Flows,Levels,Demands_hourly}.csv',
      what: 'Timestamp, then a column a sensor',
      needed: false,
    },
    { name: 'year-YYYY/{leaks,leak_flows_m3h}.csv', what: 'what really leaked', needed: false },
  ],
  options: known,
  run: async ({ data, options, progress }) => {
    const { year, networks, seed } = readOptions(known, options)
    const { network } = readInp(readFileSync(join(data, 'L-TOWN.inp'), 'latin1'))
    const years = yearsUntil(data, year).map((name) => readYear(join(data, name)))
    const asked = years.at(-1)!
    const zones = pressureZones(network, {
      pressures: [...asked.pressures.columns.keys()],
      flows: [...asked.flows.columns.keys()],
      levels: [...asked.levels.columns.keys()],
      demands: [...asked.demands.columns.keys()],
    })
    const ensembles = await simulateEnsemble(network, zones, {
      members: Number(networks),
      spread: SPREAD,
      seed: Number(seed),
      progress: (done, of) => progress?.(done / of, `network ${done} of ${of}`),
    })
    const detections = ensembles.flatMap((ensemble) => {
      const hours = years.map((one) => hoursOf(ensemble.zone, one))
      return detect(network, ensemble.zone, hours, (calm) => watchZone(network, ensemble, calm))
    })
    const timed = detections
      .toSorted((a, b) => a.hour - b.hour || b.probability - a.probability)
      .map(({ hour, pipe, probability }) => ({
        step: Math.min(hour * STEPS_PER_HOUR, asked.pressures.times.length - 1),
        pipe,
        probability,
      }))
    const rows = timed.map(({ step, pipe, probability }) => [
      asked.pressures.times[step]!,
      pipe,
      probability.toFixed(3),
    ])
    return {
      answers: { header: ['time', 'pipe', 'probability'], rows },
      ...shown(timed, scoreLeaks(network, join(data, year), timed), zones.length),
    }
  },
}

interface Found {
  /** Of the asked year. */
  hour: number
  pipe: string
  probability: number
}

/** Goes through the years' hours of one zone as they came; finds of earlier years that still leak are told at the start. */
function detect(
  network: Network,
  zone: PressureZone,
  years: readonly (readonly ZoneHour[])[],
  learn: (calm: readonly ZoneHour[]) => ZoneWatch,
): Found[] {
  const all = years.flat()
  const start = all.length - years.at(-1)!.length
  const calm = (zone.tank ? CALM_DAYS.balanced : CALM_DAYS.flows) * DAY
  const watch = learn(all.slice(0, calm))
  const pipesAt = Map.groupBy(
    network.links.filter(isPipe).flatMap((pipe) => [
      { node: pipe.from, pipe },
      { node: pipe.to, pipe },
    ]),
    (one) => one.node,
  )
  const pipeAt = (place: number, suspects: readonly Suspect[]) => {
    const likely = new Map(suspects.map((s) => [zone.places[s.place]!, s.probability]))
    const chance = (pipe: Pipe) => (likely.get(pipe.from) ?? 0) + (likely.get(pipe.to) ?? 0)
    return pipesAt
      .get(zone.places[place]!)!
      .map((one) => one.pipe)
      .reduce((best, one) => (chance(one) > chance(best) ? one : best)).id
  }
  const found: Found[] = []
  let state = nothingFollowed()
  let last = new Map<number, Found>()
  for (let hour = calm + DAY; hour <= all.length; hour += LOOK) {
    const look = followLeaks(watch, state, meanDeviation(watch, all.slice(hour - DAY, hour)), hour / DAY)
    state = look.state
    for (const { of, place, probability, suspects } of look.told) {
      const one = { hour: Math.max(0, hour - start), pipe: pipeAt(place, suspects), probability }
      if (hour >= start) found.push(one)
      else last.set(of, one)
    }
    if (hour >= start && last.size > 0) {
      for (const of of state.leaks.keys()) {
        const still = last.get(of)
        if (still) found.push({ ...still, hour: 0 })
      }
      last = new Map()
    }
  }
  return found
}

interface Year {
  pressures: Columns
  flows: Columns
  levels: Columns
  demands: Columns
}

/** A year and those before it, by name. */
function yearsUntil(data: string, year: string): string[] {
  const names = readdirSync(data).filter((name) => name.startsWith('year-') && name <= year)
  if (!names.includes(year)) throw new BadData(`${join(data, year)} isn't there`)
  return names.filter((name) => findFile(join(data, name), 'SCADA_Pressures.csv') !== null).toSorted()
}

function readYear(folder: string): Year {
  return {
    pressures: readColumns(folder, 'SCADA_Pressures.csv'),
    flows: readColumns(folder, 'SCADA_Flows.csv'),
    levels: readColumns(folder, 'SCADA_Levels.csv'),
    demands: readColumns(folder, 'SCADA_Demands_hourly.csv'),
  }
}

function hoursOf(zone: PressureZone, year: Year): ZoneHour[] {
  const steps = year.pressures.times.length
  const mean = (column: Float64Array, hour: number, of: (v: number) => number = (v) => v) => {
    let sum = 0
    for (let k = hour * STEPS_PER_HOUR; k < (hour + 1) * STEPS_PER_HOUR; k++) sum += of(column[k]!)
    return sum / STEPS_PER_HOUR
  }
  const pressures = zone.sensors.map((name) => year.pressures.columns.get(name)!)
  const flows = zone.flows.map(({ link }) => year.flows.columns.get(link)!)
  const { tank } = zone
  const level = tank && year.levels.columns.get(tank.node)!
  const metered = tank ? tank.metered.map((name) => year.demands.columns.get(name)!) : []
  return Array.from({ length: Math.floor(steps / STEPS_PER_HOUR) }, (_, hour): ZoneHour => {
    const measured = Float64Array.from(pressures, (column) => mean(column, hour))
    if (!tank || !level) {
      return {
        drivers: Float64Array.of(1, ...flows.map((column) => mean(column, hour, headLossOf))),
        pressures: measured,
        flows: flows.map((column) => mean(column, hour)),
        balance: null,
      }
    }
    const sold = metered.reduce((sum, column) => sum + column[hour]!, 0) / 1000
    const [from, to] = [hour * STEPS_PER_HOUR, Math.min(steps - 1, (hour + 1) * STEPS_PER_HOUR)]
    const supplied =
      flows.reduce((sum, column, i) => sum + zone.flows[i]!.into * mean(column, hour), 0) -
      ((level[to]! - level[from]!) * tank.area * STEPS_PER_HOUR) / Math.max(1, to - from)
    return {
      drivers: drivers([sold]),
      pressures: measured.map((v) => v - mean(level, hour)),
      flows: [sold],
      balance: { supplied, sold },
    }
  })
}

function shown(detections: readonly Detection[], score: LeakScore | null, zones: number) {
  const table: string[][] = [['time step', 'pipe', 'leak', 'm away', 'EUR']]
  if (!score) {
    for (const one of detections) table.push([String(one.step), one.pipe, '–', '–', '–'])
    return { table, figures: { bench: 'ltown', detections: detections.length } }
  }
  for (const one of score.judged)
    table.push([
      String(one.step),
      one.pipe,
      one.leak ?? (one.repeated ? 'again' : 'none'),
      one.distance === null ? '–' : one.distance.toFixed(0),
      one.eur.toFixed(0),
    ])
  for (const pipe of score.missed) table.push(['–', '–', pipe, 'missed', '0'])
  const figures = {
    bench: 'ltown',
    eur: Math.round(score.eur),
    perfectEur: Math.round(score.perfectEur),
    share: Number((score.eur / score.perfectEur).toFixed(4)),
    leaks: score.leaks,
    truePositives: score.found,
    falsePositives: score.falsePositives,
    falsePerZone: Number((score.falsePositives / zones).toFixed(2)),
    meanHours: Math.round(score.meanHours),
    medianHours: Math.round(score.medianHours),
    meanDistance: Math.round(score.meanDistance),
  }
  return { table, figures }
}
