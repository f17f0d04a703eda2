import type { Delivery, DeviceFailure, DriverSink, Taken } from '../driver.ts'

/** Keeps what a driver says, for a test to look at. */
export interface CollectingSink extends DriverSink {
  taken: Taken[]
  deliveries: Delivery[]
  heardKeys: Set<string>
  silences: { failure: DeviceFailure; keys: readonly string[] | undefined }[]
  losses: { keys: readonly string[]; reason: string; from: number; to: number }[]
  messages: string[]
  caveats: (string | null)[]
  clocks: number[]
  cursors: Map<string, number>
  /** What the outbox would say of how far back it knows repeats. */
  forgotten: Map<string, number>
  values(key: string): (number | string)[]
}

export function collectingSink(
  answer: (delivery: Delivery) => boolean | Promise<boolean> = () => true,
): CollectingSink {
  const sink: CollectingSink = {
    taken: [],
    deliveries: [],
    heardKeys: new Set(),
    silences: [],
    losses: [],
    messages: [],
    caveats: [],
    clocks: [],
    cursors: new Map(),
    forgotten: new Map(),
    values: (key) =>
      sink.taken
        .filter((t) => t.key === key)
        .map(({ reading }) => ('value' in reading ? reading.value : reading.reason)),
    async take(delivery) {
      sink.deliveries.push(delivery)
      if (!(await answer(delivery))) return false
      sink.taken.push(...delivery.readings)
      for (const { key, reading } of delivery.follows ? delivery.readings : []) {
        sink.cursors.set(key, reading.sourceTime)
      }
      for (const [name, value] of Object.entries(delivery.cursors ?? {})) sink.cursors.set(name, value)
      return true
    },
    heard: (keys) => keys?.forEach((key) => void sink.heardKeys.add(key)),
    silent: (failure, keys) => void sink.silences.push({ failure, keys }),
    lost: (keys, reason, from, to) => void sink.losses.push({ keys, reason, from, to }),
    caveat: (message) => void sink.caveats.push(message),
    clock: (offset) => void sink.clocks.push(offset),
    cursor: (name) => sink.cursors.get(name),
    remembersAfter: (key) => sink.forgotten.get(key),
    log: (_, message) => void sink.messages.push(message),
  }
  return sink
}
