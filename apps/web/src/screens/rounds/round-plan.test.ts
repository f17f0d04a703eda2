import type { Stop } from '@driftbild/core'
import { expect, test } from 'vitest'
import type { RoundContainer, RoundDay } from '../../data/rounds.ts'
import {
  byNeed,
  dueAndFree,
  freeName,
  inOrderOf,
  litresIn,
  onOtherRounds,
  roundBegun,
  withStop,
  withTurned,
} from './round-plan.ts'

const container = (tag: string, rest: Partial<RoundContainer> = {}): RoundContainer => ({
  ...{ tag, name: `Kärl ${tag}`, position: [17, 60], fraction: 'residual', volume: 660 },
  ...{ fill: 0.5, predicted: null, emptiedAt: null, due: null, ...rest },
})
const stop = (asset: string, rest: Partial<Stop> = {}): Stop => ({
  ...{ asset, order: null, visitedAt: null, skipped: null, ...rest },
})
const day: RoundDay = {
  ...{ day: '2026-05-04', today: '2026-05-04', depots: [], crews: ['Bil 1'] },
  drivers: [{ id: 'u1', name: 'Anna' }],
  containers: [
    container('A', { due: 'interval' }),
    container('B', { due: 'full', fill: 0.9 }),
    container('C', { fill: 0.7 }),
    container('D', { due: 'predicted' }),
  ],
  rounds: [
    {
      ...{ id: '5b0d1d52-6f0e-4a5f-9d0c-0a4f2f1f7f01', name: 'Bil 1', day: '2026-05-04', crew: 'u1' },
      stops: [
        stop('D', { visitedAt: 7 }),
        stop('C', { skipped: { reason: 'Avspärrat', at: 7, by: 'u1' } }),
        stop('E'),
      ],
    },
  ],
}

test('a round is planned on from what is still open in it', () => {
  expect(roundBegun(day, 'Bil 1')).toEqual({ open: ['E'], begun: 2, driver: 'u1' })
  expect(roundBegun(day, 'Bil 2')).toBeNull()
})

test('what is due and on no round of the day is proposed', () => {
  expect(dueAndFree(day)).toEqual(['A', 'B'])
  expect([...onOtherRounds(day, 'Bil 1')]).toEqual([])
  expect(onOtherRounds(day, 'Bil 2').get('D')).toBe('Bil 1')
})

test('a new round gets the next free name', () => {
  expect(freeName(day, (number) => `Bil ${number}`)).toBe('Bil 2')
  expect(freeName({ ...day, rounds: [] }, (number) => `Bil ${number}`)).toBe('Bil 1')
})

test('the most pressing stands first', () => {
  expect(day.containers.toSorted(byNeed).map(({ tag }) => tag)).toEqual(['B', 'D', 'A', 'C'])
})

test('a load is what lies in the containers; what nobody hears of counts as full', () => {
  expect(litresIn([container('A'), container('B', { fill: null }), container('C', { volume: null })])).toBe(
    990,
  )
})

test('stops are added at the end, taken away and turned', () => {
  expect(withStop(['A', 'B'], 'C', true)).toEqual(['A', 'B', 'C'])
  expect(withStop(['A', 'B'], 'A', false)).toEqual(['B'])
  expect(withTurned(['A', 'B', 'C'], 0, 2)).toEqual(['B', 'C', 'A'])
})

test('an order that comes late brings back nothing that was taken away, and loses nothing that was added', () => {
  expect(inOrderOf(['C', 'A', 'B'], ['A', 'C', 'X'])).toEqual(['C', 'A', 'X'])
})

test('a driver who may drive no longer is nobody', () => {
  expect(roundBegun({ ...day, drivers: [] }, 'Bil 1')?.driver).toBeNull()
})
