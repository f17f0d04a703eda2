import { randomUUID } from 'node:crypto'
import { type Asset, type AssetChange, type ChangeSet, reversed } from '@driftbild/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  changesIn,
  changesOf,
  type Database,
  endChangeSet,
  findAsset,
  findChangeSet,
  listChangeSets,
  makeChanges,
  openChangeSet,
  type RefusedChange,
  stopOpenSets,
} from './index.ts'
import { SLOW, startTestStore, type TestStore } from './testing/engine.ts'
import { asApi, NOON, startTown } from './testing/town.ts'

let store: TestStore
let db: Database
beforeAll(async () => {
  store = await startTestStore()
  db = store.db
  for (const code of ['2101', '2102']) await startTown(db, code)
}, SLOW)
afterAll(() => store.stop(), SLOW)

const built = (before: number | null, after: number | null): AssetChange => ({
  kind: 'changed',
  tag: 'P2',
  fields: [{ field: 'builtYear', before, after }],
})

async function change(changes: AssetChange[], more: Partial<ChangeSet> = {}) {
  const id = randomUUID()
  const refused = await asApi(db, '2101', async (tx): Promise<RefusedChange[]> => {
    const by = { by: 'u1', source: 'edit', reason: 'as built', detail: {}, undoes: null } as const
    await openChangeSet(tx, { id, at: NOON, ...by, ...more })
    const refused = await makeChanges(tx, id, changes)
    await endChangeSet(tx, id, 'done')
    return refused
  })
  return { id, refused }
}
const read = (tag: string) => asApi(db, '2101', (tx) => findAsset(tx, tag))

test('a change is made, told with both its sides, and turned round', async () => {
  const { id, refused } = await change([built(2001, 2019)])
  expect(refused).toEqual([])
  expect((await read('P2'))!.builtYear).toBe(2019)
  const undo = await change([reversed(built(2001, 2019))], { source: 'undo', undoes: id })
  expect((await read('P2'))!.builtYear).toBe(2001)
  const told = await asApi(db, '2101', (tx) => changesOf(tx, 'P2'))
  expect(told.map(({ set, source, reason, change }) => [set, source, reason, change])).toEqual([
    [undo.id, 'undo', 'as built', built(2019, 2001)],
    [id, 'edit', 'as built', built(2001, 2019)],
  ])
  expect(await asApi(db, '2101', (tx) => findChangeSet(tx, id))).toMatchObject({
    ...{ assets: 1, state: 'done', undoneBy: undo.id },
  })
  expect(await asApi(db, '2102', (tx) => changesOf(tx, 'P2'))).toEqual([])
  expect(await asApi(db, '2102', (tx) => listChangeSets(tx))).toEqual([])
})

test('what has another value by now stays, and both values are told; the rest of the set is made', async () => {
  const valve: Asset = {
    ...{ tag: 'V-1', class: 'valve', name: 'Ventil', site: null, zone: 'DMA1', surveyed: null },
    ...{ builtYear: null, expectedLife: null, visibility: 'staff', attributes: { normallyOpen: true } },
    geometry: { type: 'Point', coordinates: [21.7, 65.8] },
  }
  const { id, refused } = await change([built(1950, 1960), { kind: 'added', asset: valve }])
  expect(refused).toEqual([
    { tag: 'P2', why: 'conflict', fields: [{ field: 'builtYear', found: 2001, wanted: 1960 }] },
  ])
  expect(await read('V-1')).toEqual(valve)
  expect(await asApi(db, '2101', (tx) => changesIn(tx, id))).toEqual([{ kind: 'added', asset: valve }])
  expect((await change([{ kind: 'added', asset: valve }])).refused).toMatchObject([{ why: 'exists' }])
  await change([{ kind: 'removed', asset: valve }])
  expect(await read('V-1')).toBeNull()
  expect((await change([{ kind: 'removed', asset: valve }])).refused).toMatchObject([{ why: 'gone' }])
})

test('what something else tells of is not removed', async () => {
  const sensor = (await read('P1'))!
  expect((await change([{ kind: 'removed', asset: sensor }])).refused).toEqual([
    { tag: 'P1', why: 'in-use', fields: [] },
  ])
  expect(await read('P1')).toEqual(sensor)
})

test('a set that its process left open is stopped, and the journal can’t be rewritten', async () => {
  const id = randomUUID()
  await asApi(db, '2101', (tx) =>
    openChangeSet(tx, {
      ...{ id, at: NOON, by: 'u1', source: 'import', reason: '', detail: { file: 'a.csv' }, undoes: null },
    }),
  )
  await asApi(db, '2101', stopOpenSets)
  expect(await asApi(db, '2101', (tx) => findChangeSet(tx, id))).toMatchObject({ state: 'stopped' })
  for (const statement of [
    'update asset_change set tag = tag',
    'delete from asset_change',
    'delete from change_set',
  ])
    await expect(asApi(db, '2101', (tx) => tx.query(statement))).rejects.toThrow(/permission denied/)
})
