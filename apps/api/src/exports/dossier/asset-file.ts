import { type Assessment, DAY, type Document, type Item, type Micros, maySee, SECOND } from '@driftbild/core'
import {
  assessmentsOf,
  changesOf,
  type Database,
  documentsOf,
  findInstalledItem,
  listAlarms,
  listOrders,
  listOverflows,
  listPredictions,
  type SeriesData,
  seriesOf,
} from '@driftbild/store'
import type { Person } from '../../auth/people.ts'
import type { Blobs } from '../../blobs/blob-folder.ts'
import type { AlarmView, OverflowView, PredictionView, WorkOrderView } from '../../contract/index.ts'
import { viewOverflows } from '../../overflows/view-overflow.ts'
import { dataNow } from '../../picture/data-clock.ts'
import type { Picture, WatchedAsset, WatchedSignal } from '../../picture/picture.ts'
import { viewAlarm } from '../../views/alarm-view.ts'
import { viewOrders } from '../../views/order-view.ts'
import { viewPrediction } from '../../views/prediction-view.ts'

/** Everything that an asset's dossier tells, read at one time. */
export interface AssetFile {
  watched: WatchedAsset
  item: (Item & { installed: Micros }) | null
  /** Newest first: the first is its condition. */
  assessments: Assessment[]
  alarms: AlarmView[]
  predictions: PredictionView[]
  orders: WorkOrderView[]
  /** Of a pumping station, newest first. */
  overflows: OverflowView[]
  documents: { document: Document; path: string | null }[]
  history: { of: WatchedSignal; series: SeriesData }[]
  /** Of the register, newest first. */
  changes: Awaited<ReturnType<typeof changesOf>>
}

export interface FileSources {
  db: Database
  blobs: Blobs
  picture: Picture
  person: Person
  now: Micros
}

const HISTORY = 30 * DAY
/** As many as a chart's width can show. */
const POINTS = 400
/** What a list shows at most; the pages have the rest. */
const MOST = 50

/** Reads in short transactions: between them others get at the engine. */
export async function readAssetFile(
  watched: WatchedAsset,
  { charts }: { charts: number },
  { db, blobs, picture, person, now }: FileSources,
): Promise<AssetFile> {
  const { tag, zone } = watched.asset
  const { code } = picture
  const scope = { municipality: code, role: 'reader' } as const
  const { item, assessments, alarms, predictions } = await db.transaction(scope, async (tx) => ({
    item: await findInstalledItem(tx, tag),
    assessments: await assessmentsOf(tx, tag),
    alarms: await listAlarms(tx, { asset: tag, limit: MOST }),
    predictions: [
      ...(await listPredictions(tx, { asset: tag, limit: MOST })),
      ...(zone === null ? [] : await listPredictions(tx, { zone, standing: true, limit: MOST })),
    ],
  }))
  const { orders, documents, changes } = await db.transaction(scope, async (tx) => ({
    orders: await viewOrders(
      tx,
      picture,
      await listOrders(tx, { subject: { type: 'asset', tag }, limit: MOST }),
    ),
    documents: await documentsOf(tx, tag),
    changes: await changesOf(tx, tag, MOST),
  }))
  // Who decided is named: names are read by the role that may.
  const overflows = await db.transaction({ municipality: code, role: 'api' }, async (tx) =>
    viewOverflows(tx, picture, (await listOverflows(tx, { station: tag })).slice(0, MOST)),
  )
  const at = dataNow(picture, now)
  const history: AssetFile['history'] = []
  const telling = new Set(
    predictions.flatMap(({ prediction }) => prediction.evidence.map(({ chart }) => chart?.signal)),
  )
  // Where there isn't room for all, those come first that speak for a prediction.
  const measures = watched.signals
    .filter(({ signal }) => signal.kind.type === 'measure')
    .toSorted((a, b) => Number(telling.has(b.signal.key)) - Number(telling.has(a.signal.key)))
  for (const of of measures.slice(0, charts)) {
    const to = at + SECOND
    const series = await seriesOf(db, code, of.signal.key, {
      from: to - HISTORY,
      to,
      points: POINTS,
      now: at,
    })
    if (series) history.push({ of, series })
  }
  return {
    watched,
    item,
    assessments,
    alarms: alarms.map((alarm) => viewAlarm(picture, alarm)),
    predictions: predictions
      .filter(({ prediction: { subject, candidates } }) => concerns(subject, candidates, tag))
      .map((stored) => viewPrediction(picture, stored)),
    orders,
    overflows,
    documents: await Promise.all(
      documents
        .filter(({ visibility }) => maySee(person.memberships, visibility, code, watched.service))
        .map(async (document) => ({ document, path: (await blobs.find(code, document.hash))?.path ?? null })),
    ),
    history,
    changes,
  }
}

const concerns = (
  subject: PredictionView['subject'],
  candidates: readonly { asset: string }[],
  tag: string,
): boolean => subject.type === 'asset' || candidates.some(({ asset }) => asset === tag)
