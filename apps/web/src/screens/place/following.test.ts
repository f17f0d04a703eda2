import { expect, test } from 'vitest'
import type { JoinedAsset } from '../../data/changes.ts'
import { followed, followingFields, lengthFollowed } from './following.ts'

/** Some 111 m to the north, drawn; three metres more in the register. */
const pipe: JoinedAsset = {
  ...{ tag: 'VL-1', name: 'Ledning', class: 'pipe', surveyed: null, length: 114.3 },
  geometry: {
    type: 'LineString',
    coordinates: [
      [22, 65.8],
      [22, 65.801],
    ],
  },
  points: [0],
}
const south = [22, 65.7995] as const
const method = 'map'

test('the end that is joined is put there, the other stays', () => {
  expect(followed(pipe, [...south])).toEqual({
    ...{ type: 'LineString', coordinates: [south, [22, 65.801]] },
  })
})

test('a pipe that begins and ends there comes along at both ends', () => {
  const loop = { ...pipe, points: [0, 1] }
  expect(followed(loop, [...south])).toMatchObject({ coordinates: [south, south] })
})

test('the register’s length grows by what the line does, and keeps what no line shows', () => {
  expect(lengthFollowed(pipe, followed(pipe, [...south]))).toBe(170)
  expect(lengthFollowed({ ...pipe, length: null }, pipe.geometry)).toBeNull()
  const fields = (withLength: boolean) =>
    followingFields(pipe, [...south], { method, withLength }).map(({ field }) => field)
  expect(fields(true)).toEqual(['geometry', 'surveyed', 'attributes.length'])
  expect(fields(false)).toEqual(['geometry', 'surveyed'])
})

test('both sides of what changes are said, in SWEREF 99 TM where nothing was surveyed', () => {
  const [geometry, surveyed] = followingFields(pipe, [...south], { method, withLength: false })
  expect(geometry).toMatchObject({ before: pipe.geometry, after: { type: 'LineString' } })
  expect(surveyed).toMatchObject({ before: null, after: { crs: 3006, method: 'map' } })
})
