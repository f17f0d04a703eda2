import { expect, test } from 'vitest'
import { createPicture } from '../picture/picture.ts'
import { hamlet, hamletMap } from '../test/register.ts'
import { municipalitySearch, namedPlaces } from './municipality-search.ts'

const picture = createPicture(hamlet('9999', 'Norrvik'))
const search = await municipalitySearch(picture, namedPlaces(hamletMap))
const anything = () => true
const found = (text: string, sees = anything as Parameters<typeof search.find>[1], limit = 20) =>
  search
    .find(text, sees, limit)
    .map((hit) => (hit.type === 'place' ? hit.place.name : (hit.signal ?? hit.watched.asset.tag)))

test('a street is found by an address on it, and before assets', () => {
  const named = hamletMap.find(({ name }) => name !== null)!.name!
  expect(found(named)[0]).toBe(named)
  expect(found(`${named} 12 b`)[0]).toBe(named)
})

test('an asset is found by its tag, by its name, and by a signal of it', () => {
  expect(found('m-1')[0]).toBe('M-1')
  expect(found('Norrvik P-1')).toContain('P-1')
  expect(found('M-1/fl')).toEqual(['M-1/flow'])
})

test('what somebody may not see is not found', () => {
  expect(found('W-1')).toEqual(['W-1'])
  expect(found('W-1', ({ asset }) => asset.visibility !== 'restricted')).toEqual([])
})

test('no more is found than was asked for', () => {
  expect(found('norrvik', anything, 3)).toHaveLength(3)
})
