import { describe, expect, test } from 'vitest'
import type { Asset } from './asset.ts'
import { type AssetChange, applyChange, changedFields, rebased, reversed } from './asset-change.ts'
import { fieldKind, withValues } from './asset-field.ts'
import { assetProblems } from './asset-problem.ts'
import { type BulkEdit, bulkValue } from './bulk-edit.ts'

const pipe: Asset = {
  ...{ tag: 'L-1', class: 'pipe', name: 'Storgatan', site: null, zone: 'Z1', surveyed: null },
  ...{ builtYear: 1975, expectedLife: null, visibility: 'staff' },
  geometry: {
    type: 'LineString',
    coordinates: [
      [18, 60],
      [18.1, 60.1],
    ],
  },
  attributes: { diameter: 160, length: 40, material: 'PVC', from: 'A', to: 'B' },
}
const places = { sites: new Set<string>(), zones: new Set(['Z1']) }
const renovated: AssetChange = {
  kind: 'changed',
  tag: 'L-1',
  fields: [
    { field: 'builtYear', before: 1975, after: 2024 },
    { field: 'attributes.material', before: 'PVC', after: 'PE' },
  ],
}

describe('a change', () => {
  test('turns one asset into another, and its reverse turns it back', () => {
    const after = applyChange(pipe, renovated)
    if (after.outcome !== 'done') throw new Error(after.outcome)
    expect(changedFields(pipe, after.asset!)).toEqual(renovated.fields)
    expect(applyChange(after.asset, reversed(renovated))).toEqual({ outcome: 'done', asset: pipe })
  })

  test('that would overwrite a later one says so, with both values', () => {
    const later = withValues({ ...pipe, builtYear: 2024 }, [{ field: 'attributes.material', value: 'steel' }])
    expect(applyChange(later, reversed(renovated))).toEqual({
      outcome: 'conflict',
      fields: [{ field: 'attributes.material', found: 'steel', wanted: 'PVC' }],
    })
    expect(rebased(later, reversed(renovated))).toEqual({
      kind: 'changed',
      tag: 'L-1',
      fields: [
        { field: 'builtYear', before: 2024, after: 1975 },
        { field: 'attributes.material', before: 'steel', after: 'PVC' },
      ],
    })
  })

  test('that added an asset is turned round only while the asset is as it was added', () => {
    const added: AssetChange = { kind: 'added', asset: pipe }
    expect(applyChange(pipe, reversed(added))).toEqual({ outcome: 'done', asset: null })
    expect(applyChange({ ...pipe, name: 'Ny' }, reversed(added))).toMatchObject({ outcome: 'conflict' })
    expect(applyChange(null, reversed(added))).toEqual({ outcome: 'gone' })
    expect(applyChange(pipe, added)).toEqual({ outcome: 'exists' })
  })

  test('of nothing but the order of keys is none', () => {
    const { type, coordinates } = pipe.geometry
    expect(changedFields(pipe, { ...pipe, geometry: { coordinates, type } as Asset['geometry'] })).toEqual([])
  })
})

test('an attribute that becomes null is no longer there', () => {
  const rough = withValues(pipe, [{ field: 'attributes.roughness', value: 0.2 }])
  expect(withValues(rough, [{ field: 'attributes.roughness', value: null }])).toEqual(pipe)
})

describe('problems of an asset', () => {
  test.each([
    ['attributes.diameter', -5, 'too-small'],
    ['attributes.diameter', 'wide', 'wrong-type'],
    ['attributes.material', 'wood', 'not-a-choice'],
    ['attributes.material', null, 'missing'],
    ['attributes.colour', 'blue', 'unknown-attribute'],
    ['zone', 'Z9', 'unknown-zone'],
    ['site', 'S9', 'unknown-site'],
    ['name', '', 'missing'],
    ['builtYear', 1492, 'too-small'],
    ['builtYear', 2300, 'too-large'],
    ['visibility', 'secret', 'not-a-choice'],
  ] as const)('%s = %j is %s', (field, value, code) => {
    expect(assetProblems(withValues(pipe, [{ field, value }]), places)).toMatchObject([{ field, code }])
  })

  test('none where nothing is wrong, and none of fields that nobody touched', () => {
    expect(assetProblems(pipe, places)).toEqual([])
    const old = withValues(pipe, [{ field: 'attributes.material', value: null }])
    expect(assetProblems(old, places, ['builtYear'])).toEqual([])
  })

  test('a point is no pipe', () => {
    const point = { ...pipe, geometry: { type: 'Point' as const, coordinates: [18, 60] as [number, number] } }
    expect(assetProblems(point, places)).toMatchObject([{ field: 'geometry', code: 'wrong-geometry' }])
  })
})

describe('a rule for many', () => {
  const by = (rule: BulkEdit['rule'], field: BulkEdit['field'] = 'builtYear', onlyEmpty = false) =>
    bulkValue(pipe, { field, rule, onlyEmpty })
  test('sets, clears, adds, multiplies and replaces', () => {
    expect(by({ kind: 'set', value: 1980 })).toEqual({ value: 1980 })
    expect(by({ kind: 'clear' })).toEqual({ value: null })
    expect(by({ kind: 'add', by: 5 })).toEqual({ value: 1980 })
    expect(by({ kind: 'multiply', by: 1.1 }, 'attributes.diameter')).toEqual({ value: 176 })
    expect(by({ kind: 'replace', find: 'Stor', with: 'Lill' }, 'name')).toEqual({ value: 'Lillgatan' })
  })

  test('leaves what has a value alone when told to, and says what it can’t count with', () => {
    expect(by({ kind: 'set', value: 1980 }, 'builtYear', true)).toEqual({ value: 1975 })
    expect(by({ kind: 'set', value: 90 }, 'expectedLife', true)).toEqual({ value: 90 })
    expect(by({ kind: 'add', by: 5 }, 'expectedLife')).toMatchObject({ problem: { code: 'not-a-number' } })
  })
})

test('a field’s kind is its schema’s', () => {
  expect(fieldKind('pipe', 'attributes.material')).toMatchObject({ type: 'choice', optional: false })
  expect(fieldKind('lighting-cabinet', 'attributes.phases')).toEqual({
    ...{ type: 'number', whole: true, optional: false },
  })
  expect(fieldKind('valve', 'attributes.normallyOpen')).toEqual({ type: 'flag', optional: false })
  expect(fieldKind('pump', 'attributes.material')).toBeNull()
})
