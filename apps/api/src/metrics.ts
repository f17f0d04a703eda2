import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

export type Metrics = ReturnType<typeof createMetrics>

/** What an operator watches. One registry per app, so that two apps in one process don't meet. */
export function createMetrics() {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry, prefix: 'driftbild_' })
  return {
    registry,
    readings: new Counter({
      name: 'driftbild_ingest_readings_total',
      help: 'Readings in batches that were taken in, repeats included',
      labelNames: ['municipality'] as const,
      registers,
    }),
    batches: new Counter({
      name: 'driftbild_ingest_batches_total',
      help: 'Batches by their answer: accepted, repeated, gap, busy, refused',
      labelNames: ['answer'] as const,
      registers,
    }),
    ingestSeconds: new Histogram({
      name: 'driftbild_ingest_seconds',
      help: 'Time from a whole body to a durable answer',
      buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
      registers,
    }),
    lag: new Gauge({
      name: 'driftbild_ingest_lag_seconds',
      help: 'Arrival minus newest source time of the last batch',
      labelNames: ['municipality'] as const,
      registers,
    }),
    waiting: new Gauge({
      name: 'driftbild_ingest_waiting',
      help: 'Batches that wait for their turn',
      registers,
    }),
    jobSeconds: new Histogram({
      name: 'driftbild_job_seconds',
      help: 'Duration of one run of a job',
      labelNames: ['job', 'result'] as const,
      buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 5, 30],
      registers,
    }),
    rollupsQueued: new Gauge({
      name: 'driftbild_rollups_queued',
      help: 'Buckets that wait to be computed again',
      registers,
    }),
    longestHold: new Gauge({
      name: 'driftbild_engine_hold_longest_seconds',
      help: 'Longest time that one transaction of this process held the database since the start',
      registers,
    }),
    viewers: new Gauge({
      name: 'driftbild_live_viewers',
      help: 'Open live streams',
      registers,
    }),
  }
}
