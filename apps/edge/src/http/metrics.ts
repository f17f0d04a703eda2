import type { DeviceReport } from '@driftbild/collectors/status'
import { type Micros, SECOND } from '@driftbild/core'
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { EdgeStatus } from '../status.ts'

type Sample = [value: number | null | undefined, labels?: Record<string, string>]

interface Metric {
  name: string
  help: string
  kind: 'counter' | 'gauge'
  labels?: readonly string[]
  /** What isn't known isn't told. */
  samples(status: EdgeStatus, now: Micros): Sample[]
}

const seconds = (span: Micros | null | undefined): number | null => (span == null ? null : span / SECOND)
const age = (at: Micros | null | undefined, now: Micros): number | null =>
  at == null ? null : (now - at) / SECOND
const flag = (is: boolean | undefined): number | null => (is === undefined ? null : Number(is))

const ofDevices =
  (value: (report: DeviceReport, now: Micros) => number | null) =>
  ({ running }: EdgeStatus, now: Micros): Sample[] =>
    (running?.devices ?? []).map((report) => [value(report, now), { device: report.id }])

/** What an operator watches of an edge. A new one is a line here. */
const table: readonly Metric[] = [
  {
    name: 'readings_total',
    help: 'Readings that were put into the outbox',
    kind: 'counter',
    samples: ({ running }) => [[running?.counts.taken]],
  },
  {
    name: 'readings_repeated_total',
    help: 'Readings that it had already',
    kind: 'counter',
    samples: ({ running }) => [[running?.counts.repeats]],
  },
  {
    name: 'readings_refused_total',
    help: 'Readings that a full outbox had no room for',
    kind: 'counter',
    samples: ({ running }) => [[running?.counts.refused]],
  },
  {
    name: 'readings_dropped_total',
    help: 'Readings that made room for newer ones in a full outbox',
    kind: 'counter',
    samples: ({ running }) => [[running?.counts.dropped]],
  },
  {
    name: 'entries_sent_total',
    help: 'Entries in batches that the centre accepted, repeats included',
    kind: 'counter',
    samples: ({ running }) => [[running?.centre.entries]],
  },
  {
    name: 'batches_total',
    help: 'Batches by the answer of the centre',
    kind: 'counter',
    labels: ['answer'],
    samples: ({ running }) =>
      Object.entries(running?.centre.batches ?? {}).map(([answer, n]) => [n, { answer }]),
  },
  {
    name: 'silences_total',
    help: 'Intervals in which signals could not be read, by their reason, counted at their beginning',
    kind: 'counter',
    labels: ['reason'],
    samples: ({ running }) =>
      Object.entries(running?.counts.silences ?? {}).map(([reason, n]) => [n, { reason }]),
  },
  {
    name: 'device_silent_signals',
    help: 'Signals that can not be read right now',
    kind: 'gauge',
    labels: ['device', 'reason'],
    samples: ({ devices }) =>
      devices.flatMap(({ id, silent }) =>
        silent.map(({ reason, signals }): Sample => [signals, { device: id, reason }]),
      ),
  },
  {
    name: 'device_readings_total',
    help: 'Readings that the device brought, repeats included',
    kind: 'counter',
    labels: ['device'],
    samples: ofDevices((report) => report.readings),
  },
  {
    name: 'device_lag_seconds',
    help: 'Now minus the newest source time',
    kind: 'gauge',
    labels: ['device'],
    samples: ofDevices((report, now) => age(report.newest, now)),
  },
  {
    name: 'device_answer_age_seconds',
    help: 'Time since the device last answered',
    kind: 'gauge',
    labels: ['device'],
    samples: ofDevices((report, now) => age(report.heard, now)),
  },
  {
    name: 'device_reconnects_total',
    help: 'Times that the device answered again after it had not',
    kind: 'counter',
    labels: ['device'],
    samples: ofDevices((report) => report.reconnects),
  },
  {
    name: 'device_clock_offset_seconds',
    help: 'The clock of the device minus that of the edge',
    kind: 'gauge',
    labels: ['device'],
    samples: ofDevices((report) => seconds(report.clock?.offset)),
  },
  {
    name: 'device_clock_off',
    help: '1 where the clock of the device is further off than is tolerated',
    kind: 'gauge',
    labels: ['device'],
    samples: ofDevices((report) => flag(report.clock?.isOff)),
  },
  {
    name: 'device_clock_jumps_total',
    help: 'Jumps of the clock of the device',
    kind: 'counter',
    labels: ['device'],
    samples: ofDevices((report) => report.clock?.jumps ?? null),
  },
  {
    name: 'clock_offset_seconds',
    help: 'The clock of the edge minus that of the centre',
    kind: 'gauge',
    samples: ({ running }) => [[seconds(running?.clock.centre?.offset)]],
  },
  {
    name: 'clock_jumps_total',
    help: 'Times that the clock of the edge went on otherwise than time did',
    kind: 'counter',
    samples: ({ running }) => [[running?.clock.jumps]],
  },
  {
    name: 'centre_reachable',
    help: '1 while the centre does what it should',
    kind: 'gauge',
    samples: ({ running }) => [
      [running && running.centre.answered !== null ? flag(running.centre.problem === null) : 0],
    ],
  },
  {
    name: 'centre_answer_age_seconds',
    help: 'Time since the centre last did what it should',
    kind: 'gauge',
    samples: ({ running }, now) => [[age(running?.centre.answered, now)]],
  },
  {
    name: 'outbox_waiting_entries',
    help: 'Entries that the centre has not for good',
    kind: 'gauge',
    samples: ({ waiting }) => [[waiting]],
  },
  {
    name: 'outbox_oldest_age_seconds',
    help: 'Age of the oldest of them; 0 without any',
    kind: 'gauge',
    samples: ({ oldest, waiting }, now) => [[waiting > 0 ? age(oldest, now) : 0]],
  },
  {
    name: 'outbox_bytes',
    help: 'What the outbox holds',
    kind: 'gauge',
    samples: ({ bytes }) => [[bytes]],
  },
  {
    name: 'outbox_limit_bytes',
    help: 'What it may hold',
    kind: 'gauge',
    samples: ({ limit }) => [[limit]],
  },
  {
    name: 'disk_free_bytes',
    help: 'What its disk has left',
    kind: 'gauge',
    samples: ({ free }) => [[free]],
  },
  {
    name: 'outbox_lasts_seconds',
    help: 'Time until there is no room, at the rate of the last hours, if the centre takes nothing',
    kind: 'gauge',
    samples: ({ lasts }) => [[lasts === null ? null : lasts * 3600]],
  },
  {
    name: 'set_aside_entries',
    help: 'Entries that the centre refused and that are kept apart',
    kind: 'gauge',
    samples: ({ setAside }) => [[setAside]],
  },
]

/** Renders a status as Prometheus text. One registry per edge, so that two in one process don't meet. */
export function edgeMetrics() {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: 'driftbild_edge_' })
  const shown = table.map((metric) => {
    const options = {
      name: `driftbild_edge_${metric.name}`,
      help: metric.help,
      labelNames: metric.labels ?? [],
      registers: [registry],
    }
    const family = metric.kind === 'counter' ? new Counter(options) : new Gauge(options)
    return { ...metric, family }
  })
  return {
    contentType: registry.contentType,
    async text(status: EdgeStatus, now: Micros): Promise<string> {
      for (const { family, samples } of shown) {
        family.reset()
        for (const [value, labels = {}] of samples(status, now)) {
          if (value !== null && value !== undefined) family.inc(labels, value)
          // Without labels there is always a line, and 0 would be said of what isn't known.
          else if (family instanceof Gauge && Object.keys(labels).length === 0) family.inc(Number.NaN)
        }
      }
      return registry.metrics()
    },
  }
}
