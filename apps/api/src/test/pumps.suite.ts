import { DAY, parseTime } from '@driftbild/core'
import { type PumpState, pumpHealth } from '@driftbild/models/pump-condition'
import { saveState } from '@driftbild/store'
import { beforeAll, expect, test } from 'vitest'
import type { PumpsView } from '../contract/index.ts'
import type { Browser, TestCentre } from './centre.ts'

const AS_OF = parseTime('2026-05-04T04:00:00Z')

/** Seven weeks of a pump that shakes more and more in the last two, cool in its bearings, and takes a little more. */
function shaken(): PumpState {
  const first = Math.floor(AS_OF / DAY) - 49
  const wobble = (i: number) => 0.02 * Math.sin(5 * i)
  return {
    config: {
      ...{ tag: 'P-1', timeZone: 'Europe/Stockholm', ratedFlow: 60, ratedHead: 40, ratedPower: 11 },
      signals: { vibration: { key: 'P-1/vibration', unit: 'mm/s' } },
    },
    ...{ learnt: 10, curves: { efficiency: none(), vibration: none(), bearing: none() }, health: {} },
    days: Array.from({ length: 49 }, (_, i) => ({
      ...{ day: first + i, used: 100, bearing: 50 + wobble(i), tilt: 1 },
      vibration: 1.5 + wobble(i) + (i < 35 ? 0 : 0.2 * (i - 34)),
      efficiency: i < 35 ? 1 : 0.97,
    })),
  }
}
const none = (): PumpState['curves']['vibration'] => ({
  ...{ n: 0, x: [0, 0, 0, 0, 0], xy: [0, 0, 0], low: 0, high: 0 },
})

/** How pumps are, whether or not anything is predicted of them. */
export function pumpsSuite(centre: () => TestCentre): void {
  let engineer: Browser
  const get = async <T>(path: string, by = engineer) =>
    (await (await by.get(`/api/9999/${path}`)).json()) as T

  beforeAll(async () => {
    engineer = await centre().person([{ role: 'engineer' }])
    const { name, version } = pumpHealth
    await centre().db.transaction({ municipality: '9999', role: 'api' }, (tx) =>
      saveState(
        tx,
        { model: name, version, subject: { type: 'asset', tag: 'P-1' } },
        { asOf: AS_OF, state: shaken() },
      ),
    )
  })

  test('a pump’s index, its remaining life with interval, what it points to and what it wastes', async () => {
    const { pumps } = await get<PumpsView>('pumps')
    const pump = pumps.find(({ asset }) => asset === 'P-1')!
    expect(pump).toMatchObject({ days: 49, mode: 'imbalance' })
    // 3.9 of 6.6 mm/s in the middle of its newest days, from 1.5.
    expect(pump.index).toBeGreaterThan(45)
    expect(pump.index).toBeLessThan(60)
    expect(pump.measures.map(({ kind }) => kind)).toEqual(['vibration', 'efficiency', 'bearing'])
    const { low, likely, high } = pump.remaining!
    // (6.6 − 4.3) ÷ 0.2 a day
    expect(low).toBeLessThan(11.5)
    expect(high).toBeGreaterThan(11.5)
    expect(Math.abs(likely! - 11.5)).toBeLessThan(4)
    expect(pump.lost!.kwhPerDay).toBeCloseTo(3, 1)
    expect(pump.lost!.sekPerMonth).toBeCloseTo(3 * 30 * 1.5, 0)
    expect(pump.course.index.at(-1)).toBe(pump.index)
  })

  test('who sees lamps only sees no pump, and a valve is none', async () => {
    const lighting = await centre().person([{ role: 'engineer', service: 'lighting' }])
    expect((await get<PumpsView>('pumps', lighting)).pumps).toEqual([])
    expect((await lighting.get('/api/9999/pumps/P-1')).status).toBe(404)
    const { items } = await get<{ items: { tag: string; class: string }[] }>('assets')
    const other = items.find((asset) => !asset.class.includes('pump'))!
    expect((await engineer.get(`/api/9999/pumps/${other.tag}`)).status).toBe(404)
  })
}
