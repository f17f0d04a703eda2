import { randomUUID } from 'node:crypto'
import { type Asset, parseTime, type Signal } from '@driftbild/core'
import { expect, test } from 'vitest'
import { createPicture } from '../picture/picture.ts'
import { hamlet } from '../test/register.ts'
import { silentPlaces } from './silent-places.ts'

const noon = parseTime('2026-05-04T12:00:00Z')
const tags = ['K-1', 'K-2', 'K-3', 'K-4']

/** Four containers along a street, of which nothing is heard. */
function street() {
  const [some] = hamlet('9999', 'Norrvik').assets
  const assets = tags.map(
    (tag): Asset => ({
      ...{ ...some!, tag, name: `Kärl ${tag}`, class: 'waste-container', site: null, zone: null },
      attributes: {},
    }),
  )
  const signals = tags.map(
    (asset): Signal => ({
      ...{ key: `${asset}/fill`, asset, role: 'fill', unit: '1', range: [0, 1] },
      ...{ kind: { type: 'measure' }, reporting: { type: 'every', seconds: 3600 } },
    }),
  )
  const picture = createPicture({ ...hamlet('9999', 'Norrvik'), assets, signals, relations: [] })
  for (const signal of picture.signals.values()) {
    signal.silent = true
    signal.latest = { time: noon, countsAt: noon, value: 0.4, reason: null, quality: 'good' }
  }
  return picture
}
const silence = (of: readonly string[]) => ({
  ...{ id: randomUUID(), from: noon, signals: of.map((tag) => `${tag}/fill`) },
})

test('containers that fell silent with their gateway are one notice that names them', () => {
  const picture = street()
  picture.silences = [silence(tags.slice(0, 3)), silence(tags.slice(3))]
  const places = silentPlaces(picture, () => true)
  expect(places.map(({ together }) => together.map(({ tag }) => tag))).toEqual([['K-1', 'K-2', 'K-3'], []])
  expect(places[0]).toMatchObject({ assets: 3, since: noon })
})

test('each by itself is told by itself, and who sees one of them is told of that one', () => {
  const picture = street()
  picture.silences = tags.map((tag) => silence([tag]))
  expect(silentPlaces(picture, () => true)).toHaveLength(4)
  picture.silences = [silence(tags)]
  const [seen, ...others] = silentPlaces(picture, (tag) => tag === 'K-2')
  expect(others).toEqual([])
  expect(seen!.together.map(({ tag }) => tag)).toEqual(['K-2'])
})
