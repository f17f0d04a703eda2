import { loadMessages, makeWords } from '@driftbild/words'
import { expect, test } from 'vitest'
import type { ImportLayer } from '../../data/imports.ts'
import { guessMapping } from './guess-mapping.ts'

const words = makeWords('sv', await loadMessages('sv'))
const layer = (columns: Record<string, string[]>, more: Partial<ImportLayer> = {}): ImportLayer => ({
  ...{ name: '', crs: null, features: 2, placed: 0, extent: null, fits: [] },
  columns: Object.entries(columns).map(([name, values]) => ({ name, values, samples: values })),
  ...more,
})

test('our own sheet is recognised, with its units and words', () => {
  const mapping = guessMapping(
    layer({
      Beteckning: ['L-1'],
      Namn: ['Storgatan'],
      Slag: ['Ledning', 'Ventil'],
      'Diameter (cm)': ['16'],
      Material: ['Segjärn', 'PVC', 'Trä'],
      Byggd: ['1974'],
      E: ['356083,438'],
      N: ['6097106,672'],
    }),
    words,
  )
  expect(mapping).toMatchObject({
    ...{ tag: 'Beteckning', crs: 3006, place: { from: 'columns', east: 'E', north: 'N' } },
    class: { by: 'column', column: 'Slag', values: { Ledning: 'pipe', Ventil: 'valve' } },
  })
  expect(mapping.fields).toEqual([
    { field: 'name', column: 'Namn', unit: null, values: {} },
    { field: 'builtYear', column: 'Byggd', unit: null, values: {} },
    { field: 'attributes.diameter', column: 'Diameter (cm)', unit: 'cm', values: {} },
    {
      ...{ field: 'attributes.material', column: 'Material', unit: null },
      values: { Segjärn: 'ductile-iron', PVC: 'PVC' },
    },
  ])
})

test('an EPANET file says what it has in its own words', () => {
  const mapping = guessMapping(
    layer({ id: ['J1'], type: ['junction', 'pipe', 'reservoir', 'tank'], length: ['100'] }, { placed: 2 }),
    words,
  )
  expect(mapping).toMatchObject({
    ...{ tag: 'id', place: { from: 'file' } },
    class: { values: { junction: 'junction', pipe: 'pipe', reservoir: 'waterworks', tank: 'reservoir' } },
  })
})

test('degrees are degrees', () => {
  const mapping = guessMapping(layer({ id: ['1'], lon: ['15,75'], lat: ['59.3'] }), words)
  expect(mapping).toMatchObject({ crs: 4326, place: { from: 'columns', east: 'lon', north: 'lat' } })
})
