export * from './alarms.ts'
export { type Arrivals, forgetArrivals, listArrivals, type Span } from './arrivals.ts'
export * from './assets.ts'
export * from './audit.ts'
export * from './base-map.ts'
export { type Change, changeKinds, listenChanges, notify } from './changes.ts'
export * from './collectors.ts'
export * from './database.ts'
export * from './engine-facts.ts'
export * from './faults.ts'
export * from './forecasts.ts'
export { type Ingested, type IngestRequest, ingest } from './ingest.ts'
export * from './jobs.ts'
export { SequenceGap, UnknownCollector } from './ledger.ts'
export * from './maintenance.ts'
export * from './members.ts'
export { migrate, UnusableDatabase } from './migrate.ts'
export * from './model-state.ts'
export * from './predictions.ts'
export {
  extentOf,
  latest,
  newestReading,
  readingsBetween,
  readingsOfSignals,
  type Stretch,
  type Want,
} from './readings.ts'
export * from './refresh-rollups.ts'
export { putRegister } from './register.ts'
export { firstRollups, queuedBefore, queuedRollups, rollupsBetween } from './rollups.ts'
export * from './series.ts'
export * from './silences.ts'
export { timestamp } from './timestamp.ts'
export * from './work-orders.ts'
