import { expect, test } from 'vitest'
import { boxAround, tileFilter } from './map-search.ts'

test('without a filter and with nothing hidden everything is asked for', () => {
  expect(tileFilter({}, new Set())).toEqual({ classes: null, state: null, zone: null, at: null, since: null })
})

test('what is hidden stays away, unless a link names it', () => {
  expect(tileFilter({}, new Set(['junction'])).classes).not.toContain('junction')
  expect(tileFilter({ class: 'junction', zone: 'DMA1' }, new Set(['junction']))).toEqual({
    ...{ classes: ['junction'], state: null, zone: 'DMA1', at: null, since: null },
  })
})

test('a service is its classes', () => {
  const { classes, state } = tileFilter({ service: 'lighting', state: 'high' }, new Set())
  expect(classes?.toSorted()).toEqual(['lighting-cabinet', 'luminaire'])
  expect(state).toBe('high')
})

test.each([undefined, '', '12', 'a,b', '200,3', '3,90'])('%s is no place', (text) => {
  expect(boxAround(text)).toBeNull()
})

test('around a place there is a street to see', () => {
  const [west, south, east, north] = boxAround('15.5,58.4')!
  expect([(west + east) / 2, (south + north) / 2]).toEqual([15.5, 58.4])
})
