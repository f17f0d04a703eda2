import { pipeDistances, writeInp } from '@driftbild/network'
import { openHydraulics } from '@driftbild/network/epanet'
import { beforeAll, describe, expect, test } from 'vitest'
import { gridNetwork, junctionAt } from '../../test/grid-network.ts'
import { randomFrom } from '../../test/series.ts'
import { drivers } from './expected-pressure.ts'
import { followLeaks, nothingFollowed } from './leak-follower.ts'
import { type LeakEvent, lookForLeaks, noLeaks, type TrackerState } from './leak-tracker.ts'
import { type PressureZone, pressureZones } from './pressure-zone.ts'
import { perturbed, simulateEnsemble, type ZoneEnsemble } from './signature-ensemble.ts'
import { meanDeviation, watchZone, type ZoneHour } from './zone-watch.ts'

const DAY = 24
const CALM = 14 * DAY
const network = gridNetwork()
const sensors = [
  [0, 3],
  [1, 1],
  [1, 5],
  [2, 3],
  [3, 0],
  [3, 4],
  [4, 2],
  [5, 1],
].map(([row, column]) => junctionAt(row!, column!))
const measured = { pressures: sensors, flows: ['in1', 'in2'], levels: [], demands: [] }

interface Leak {
  at: string
  from: number
  to: number
  coefficient: number
}

/** Hours of the network as it really is, EPANET's own answers with a millimetre of noise. */
async function recorded(zone: PressureZone, days: number, leaks: readonly Leak[]): Promise<ZoneHour[]> {
  const random = randomFrom(7)
  const hydraulics = await openHydraulics(writeInp(perturbed(network, 0.1, random.uniform)))
  const solved = hydraulics.run({
    duration: (days * DAY - 1) * 3_600,
    step: 3_600,
    sensors: [
      ...zone.sensors.map((node) => ({ node, what: 'pressure' as const })),
      ...zone.flows.map(({ link }) => ({ link, what: 'flow' as const })),
    ],
    before(second, controls) {
      const hour = second / 3_600
      for (const leak of leaks)
        controls.emitter(leak.at, hour >= leak.from && hour < leak.to ? leak.coefficient : 0)
    },
  })
  hydraulics.close()
  return Array.from({ length: days * DAY }, (_, hour) => {
    const flows = zone.flows.map((_, f) => solved.values[zone.sensors.length + f]![hour]!)
    return {
      drivers: drivers(flows),
      flows,
      pressures: Float64Array.from(
        zone.sensors,
        (_, s) => solved.values[s]![hour]! + 0.001 * random.normal(),
      ),
      balance: null,
    }
  })
}

describe('a leak in a mesh of which the file is a tenth off', () => {
  let zone: PressureZone
  let ensemble: ZoneEnsemble
  beforeAll(async () => {
    zone = pressureZones(network, measured)[0]!
    const made = await simulateEnsemble(network, [zone], { members: 16, seed: 1, spread: 0.1 })
    ensemble = made[0]!
  })

  /** Every look, in order, each with its hour. */
  function watched(hours: readonly ZoneHour[]) {
    const watch = watchZone(network, ensemble, hours.slice(0, CALM))
    const told: { hour: number; event: LeakEvent }[] = []
    let state: TrackerState = noLeaks()
    for (let hour = CALM + DAY; hour <= hours.length; hour += 6) {
      const off = meanDeviation(watch, hours.slice(hour - DAY, hour))
      const look = lookForLeaks(watch.signatures, watch.noise, state, off, (hour - CALM) % DAY === 0)
      state = look.state
      told.push(...look.events.map((event) => ({ hour, event })))
    }
    return { told, state }
  }
  const away = (place: number, from: string) => pipeDistances(network).nodes(zone.places[place]!, from)

  test('the zone is what pipes join, with the meters at its edge', () => {
    expect(zone.sensors).toEqual(sensors)
    expect(zone.places).toHaveLength(36)
    expect(zone.flows.map((flow) => flow.link)).toEqual(['in1', 'in2'])
    expect(zone.tank).toBeNull()
  })

  test('weeks without a leak are told of nothing', async () => {
    expect(watched(await recorded(zone, 40, [])).told).toEqual([])
  })

  test('it is found within a few hundred metres and its size is known; its repair is seen', async () => {
    const leak = { at: junctionAt(3, 1), from: 20 * DAY, to: 30 * DAY, coefficient: 1.2 }
    const { told, state } = watched(await recorded(zone, 36, [leak]))
    expect(told.map(({ event }) => event.type)).toEqual(['found', 'repaired'])
    const [found, repaired] = told
    expect(found!.hour).toBeGreaterThan(leak.from)
    expect(found!.hour).toBeLessThanOrEqual(leak.from + 3 * DAY)
    expect(away(found!.event.place, leak.at)).toBeLessThanOrEqual(400)
    expect(found!.event.flow).toBeGreaterThan(0.7 * 1.2 * Math.sqrt(50))
    expect(found!.event.flow).toBeLessThan(1.3 * 1.2 * Math.sqrt(60))
    expect(repaired!.hour).toBeGreaterThan(leak.to)
    expect(state.leaks).toEqual([])
  })

  test('a second one shows while the first still runs', async () => {
    const first = { at: junctionAt(3, 1), from: 16 * DAY, to: 99 * DAY, coefficient: 1.2 }
    const second = { at: junctionAt(1, 2), from: 26 * DAY, to: 99 * DAY, coefficient: 1.5 }
    const { told } = watched(await recorded(zone, 34, [first, second]))
    const finds = told.filter(({ event }) => event.type === 'found')
    expect(finds).toHaveLength(2)
    expect(away(finds[0]!.event.place, first.at)).toBeLessThanOrEqual(400)
    expect(finds[1]!.hour).toBeGreaterThan(second.from)
    expect(away(finds[1]!.event.place, second.at)).toBeLessThanOrEqual(400)
  })

  test('a look leaves the state that it was given as it was', async () => {
    const leak = { at: junctionAt(2, 5), from: 18 * DAY, to: 99 * DAY, coefficient: 1.2 }
    const hours = await recorded(zone, 24, [leak])
    const watch = watchZone(network, ensemble, hours.slice(0, CALM))
    const { state } = watched(hours)
    expect(state.leaks).toHaveLength(1)
    const before = structuredClone(state)
    const off = meanDeviation(watch, hours.slice(23 * DAY, 24 * DAY))
    const next = lookForLeaks(watch.signatures, watch.noise, state, off, true)
    expect(state).toEqual(before)
    expect(next.state.leaks[0]!.flow).not.toBe(state.leaks[0]!.flow)
  })

  /** What a crew was sent to, with the hour, when all days are kept in mind. */
  function followed(hours: readonly ZoneHour[]) {
    const watch = watchZone(network, ensemble, hours.slice(0, CALM))
    const told: { hour: number; place: number; flow: number }[] = []
    let state = nothingFollowed()
    for (let hour = CALM + DAY; hour <= hours.length; hour += 6) {
      const off = meanDeviation(watch, hours.slice(hour - DAY, hour))
      const look = followLeaks(watch, state, off, hour / DAY)
      state = look.state
      told.push(...look.told.map(({ place, flow }) => ({ hour, place, flow })))
    }
    return { told, state }
  }

  test('one that begins next to another is told for itself', async () => {
    const first = { at: junctionAt(3, 1), from: 16 * DAY, to: 99 * DAY, coefficient: 1 }
    const second = { at: junctionAt(3, 2), from: 26 * DAY, to: 99 * DAY, coefficient: 1.6 }
    const { told, state } = followed(await recorded(zone, 34, [first, second]))
    expect(told.length).toBeGreaterThanOrEqual(2)
    expect(away(told[0]!.place, first.at)).toBeLessThanOrEqual(400)
    const later = told.filter(({ hour }) => hour > second.from)
    expect(later.some(({ place }) => away(place, second.at) <= 400)).toBe(true)
    expect(state.leaks.size).toBe(2)
  })

  test('what all days say of flows is what leaked, also after another one was repaired', async () => {
    const stays = { at: junctionAt(1, 2), from: 17 * DAY, to: 99 * DAY, coefficient: 1 }
    const ends = { at: junctionAt(4, 4), from: 22 * DAY, to: 30 * DAY, coefficient: 1.6 }
    const { told, state } = followed(await recorded(zone, 44, [stays, ends]))
    expect(told.map(({ place }) => Math.min(away(place, stays.at), away(place, ends.at)) <= 400)).toEqual([
      true,
      true,
    ])
    expect(state.tracker.leaks).toHaveLength(1)
    const [left] = state.tracker.leaks
    expect(away(left!.place, stays.at)).toBeLessThanOrEqual(400)
    expect(left!.flow).toBeGreaterThan(0.75 * Math.sqrt(50))
    expect(left!.flow).toBeLessThan(1.25 * Math.sqrt(60))
    // What the repaired one did is gone from the days that are kept in mind, and the day of its end counts for nothing.
    expect(state.history.some(({ counts }) => !counts)).toBe(true)
    const middle = state.history.find(({ day }) => day === 26)!
    const strongest = Math.max(...middle.deviation.map(Math.abs))
    const during = state.history.filter(({ day, counts }) => counts && day >= 38)
    for (const { deviation } of during)
      expect(strongest).toBeLessThan(1.6 * Math.max(...deviation.map(Math.abs)))
  })
})
