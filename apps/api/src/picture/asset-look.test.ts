import { parseTime } from '@driftbild/core'
import { expect, test } from 'vitest'
import { hamlet } from '../test/register.ts'
import { lookOf } from './asset-look.ts'
import { createPicture } from './picture.ts'

const night = parseTime('2026-12-01T22:00:00Z')
const reading = (value: number) => ({
  ...{ time: night, countsAt: night, value, reason: null, quality: 'good' as const },
})

/** A lamp of the hamlet with a cabinet that says whether it feeds. */
function lamps(contactor: number | null, failure: number | null) {
  const register = hamlet('9999', 'Norrvik')
  const [lamp] = register.assets.filter(({ tag }) => tag === 'L-1')
  register.assets.push({
    ...{ ...lamp!, tag: 'C-1', class: 'lighting-cabinet' },
    attributes: { phases: 3, luminaires: 4 },
  })
  register.signals.push({
    ...{ key: 'C-1/contactor-closed', asset: 'C-1', role: 'contactor-closed', unit: '1' },
    ...{ kind: { type: 'flag' }, reporting: { type: 'every', seconds: 60 }, range: null },
  })
  const picture = createPicture(register)
  const say = (key: string, value: number | null) => {
    if (value !== null) picture.signals.get(key)!.latest = reading(value)
  }
  say('C-1/contactor-closed', contactor)
  say('L-1/lamp-failure', failure)
  return lookOf(picture.assets.get('L-1')!, (tag) => picture.assets.get(tag), night)
}

test.each([
  [1, 0, 'lit'],
  [1, 1, 'out'],
  [1, null, 'fed'],
  [0, 0, 'unlit'],
] as const)('at night, with contactor %s and failure %s, a lamp is %s', (contactor, failure, look) => {
  expect(lamps(contactor, failure)).toEqual({ lamp: look })
})

test('of a lamp whose cabinet says nothing nothing is said', () => {
  expect(lamps(null, 0)).toEqual({})
})
