import type { Micros, Reading, Signal, SilenceReason, Unit } from '@driftbild/core'

/** A reading on its way to the outbox. `kind` decides what happens to it when the disk is full. */
export interface Taken {
  key: string
  unit: Unit
  kind: Signal['kind']['type']
  reading: Reading
}

/** What a driver hands on in one go; it reaches the disk whole or not at all. */
export interface Delivery {
  readings: readonly Taken[]
  /**
   * Everything of these signals up to these readings has been handed over: each signal's cursor moves to the
   * last one's source time, back too: its clock may have been set. Left out while older values may still be missing.
   */
  follows?: boolean
  /** Places in a source to go on from after a restart, by name; a signal's is its key. */
  cursors?: Readonly<Record<string, number>>
  /** The source numbers its values, so equal ones are not repeats. */
  numbered?: boolean
  /** The driver hands it over again when it is refused, so nothing is missing yet. */
  retried?: boolean
}

/** Why a device can't be read, as a value: the world's failures are not exceptions. */
export interface DeviceFailure {
  reason: SilenceReason
  /** What, which one, and what to do. */
  message: string
  cause?: unknown
  /** Trying again soon is no use: a person has to change something first. */
  needsPerson?: boolean
}

/** What a driver may do with what it learns from its device. */
export interface DriverSink {
  /**
   * Resolves to true when the delivery is on disk, to false when the outbox was full and refused some of it.
   * Repeats of what it already has count as taken.
   */
  take(delivery: Delivery): Promise<boolean>
  /** These signals can be read (all of the device when left out). */
  heard(keys?: readonly string[]): void
  /** These signals can't be read since they were last heard. */
  silent(failure: DeviceFailure, keys?: readonly string[]): void
  /** Values between these two source times are lost to us for now. */
  lost(keys: readonly string[], reason: SilenceReason, from: Micros, to: Micros): void
  cursor(name: string): number | undefined
  /**
   * A reading of this signal that comes again is known as a repeat if its source time lies after this one;
   * undefined where none came so far.
   */
  remembersAfter(key: string, unit: Unit): Micros | undefined
  /** It is read, but not all that is told of it can be relied on; null when that is over. */
  caveat(message: string | null): void
  /** Its clock is off by at least so much just now: its time minus ours. */
  clock(offset: Micros): void
  log: Log
}

/**
 * Reads one device. Making one does nothing; `run` connects and reads until the signal aborts (null) or the
 * device fails. It may be run again after that.
 */
export interface Driver {
  run(sink: DriverSink, signal: AbortSignal): Promise<DeviceFailure | null>
}

export type LogLevel = 'info' | 'warn' | 'error'
export type Log = (level: LogLevel, message: string, context?: Record<string, unknown>) => void
