import { expect, test } from 'vitest'
import type { Round } from './round.ts'
import { applyRoundCommand } from './round-command.ts'

const stop = (asset: string) => ({ asset, order: null, visitedAt: null, skipped: null })
const round = (...assets: string[]): Round => ({
  id: '5b0d1d52-6f0e-4a5f-9d0c-0a4f2f1f7f01',
  name: 'Lag 2',
  day: '2026-05-04',
  crew: null,
  stops: assets.map(stop),
})
const shared = { id: '5b0d1d52-6f0e-4a5f-9d0c-0a4f2f1f7f02', at: 7 }
const tags = ({ stops }: Round) => stops.map(({ asset }) => asset)

test('a reordering turns the stops it knows of and keeps those it doesn’t', () => {
  const stops = ['C', 'A', 'D'].map((asset) => ({ asset, order: null }))
  const turned = applyRoundCommand(round('A', 'B', 'C'), { ...shared, type: 'reorder', stops }, 'u1')
  expect(tags(turned)).toEqual(['C', 'A', 'D', 'B'])
})

test('a stop is left out with its reason, also over a reordering, until somebody takes it up again', () => {
  const skip = { ...shared, type: 'skip', asset: 'B', order: null, reason: 'Avspärrat' } as const
  const skipped = applyRoundCommand(round('A', 'B'), skip, 'u1')
  expect(skipped.stops[1]!.skipped).toEqual({ reason: 'Avspärrat', at: 7, by: 'u1' })
  const stops = ['B', 'A'].map((asset) => ({ asset, order: null }))
  const turned = applyRoundCommand(skipped, { ...shared, type: 'reorder', stops }, 'u2')
  expect(turned.stops[0]!.skipped?.reason).toBe('Avspärrat')
  const taken = applyRoundCommand(turned, { ...shared, type: 'take-up', asset: 'B', order: null }, 'u2')
  expect(taken.stops[0]!.skipped).toBeNull()
})

test('a stop that nobody had planned can be left out too', () => {
  const skip = { ...shared, type: 'skip', asset: 'X', order: null, reason: 'Hinner inte' } as const
  expect(tags(applyRoundCommand(round('A'), skip, 'u1'))).toEqual(['A', 'X'])
})

test('a stop that was visited is neither skipped nor still to come, until it is taken up again', () => {
  const skip = { ...shared, type: 'skip', asset: 'A', order: null, reason: 'Avspärrat' } as const
  const visit = { ...shared, type: 'visit', asset: 'A', order: null } as const
  const visited = applyRoundCommand(applyRoundCommand(round('A'), skip, 'u1'), visit, 'u1')
  expect(visited.stops[0]).toMatchObject({ visitedAt: 7, skipped: null })
  expect(applyRoundCommand(visited, skip, 'u1').stops[0]!.visitedAt).toBeNull()
  const taken = applyRoundCommand(visited, { ...visit, type: 'take-up' }, 'u1')
  expect(taken.stops[0]).toMatchObject({ visitedAt: null, skipped: null })
})

test('a plan says which stops there are, and keeps those where something was done, said or ordered', () => {
  const skip = { ...shared, type: 'skip', asset: 'B', order: null, reason: 'Avspärrat' } as const
  const visit = { ...shared, type: 'visit', asset: 'C', order: null } as const
  const ordered = { ...stop('O'), order: '5b0d1d52-6f0e-4a5f-9d0c-0a4f2f1f7f09' }
  const begun = [skip, visit].reduce((was, command) => applyRoundCommand(was, command, 'u1'), {
    ...round('A', 'B', 'C'),
    stops: [...round('A', 'B', 'C').stops, ordered],
  })
  const planned = applyRoundCommand(begun, { ...shared, type: 'plan', stops: ['D', 'C'], crew: 'u3' }, 'u2')
  expect(tags(planned)).toEqual(['B', 'O', 'D', 'C'])
  expect(planned.stops[3]!.visitedAt).toBe(7)
})
