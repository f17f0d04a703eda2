import { expect, test } from 'vitest'
import { navigationLink } from './navigation.ts'

test('most phones take the place first, in latitude and longitude, and what it is called', () => {
  expect(navigationLink([21.70001, 65.83], 'Brunn 4, Storgatan', 'Android')).toBe(
    'geo:65.830000,21.700010?q=65.830000,21.700010(Brunn%204%2C%20Storgatan)',
  )
})

test('an Apple phone opens its maps', () => {
  expect(navigationLink([21.7, 65.83], 'P1', 'iPhone')).toMatch(/^maps:\/\/\?daddr=65\.830000,21\.700000/)
})
