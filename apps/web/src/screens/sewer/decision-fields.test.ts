import { expect, test } from 'vitest'
import { type Draft, decisionOf } from './decision-fields.tsx'

const draft: Draft = {
  ...{ isOverflow: true, began: '2026-05-04T10:00', ended: '', volume: '' },
  ...{ cause: 'rain', note: 'Skyfall' },
}

test('a volume is read as people write numbers, and what is none is no decision', () => {
  expect(decisionOf(draft, null)).toMatchObject({ volume: null, volumeSource: null })
  expect(decisionOf({ ...draft, volume: '1 200,5' }, null)).toMatchObject({
    ...{ volume: 1200.5, volumeSource: 'stated' },
  })
  expect(decisionOf({ ...draft, volume: 'mycket' }, null)).toBeNull()
})
