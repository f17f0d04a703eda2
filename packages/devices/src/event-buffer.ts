import { type Micros, type Reason, SECOND, statusCodes } from '@driftbild/core'
import { EVENT_ENTRY_WORDS, EVENT_HEADER_WORDS, type EventBuffer } from './profile.ts'

export interface BufferedEvent {
  /** Runs on from page to page. */
  sequence: number
  /** Whole seconds; the layout has no finer ones. */
  time: Micros
  /** Index in the device's `events`. */
  point: number
  status: number
  value: number | null
}

export interface EventPage {
  page: number
  events: BufferedEvent[]
}

export const EVENT_LAYOUT = 1
export const pageWords = (buffer: EventBuffer): number =>
  EVENT_HEADER_WORDS + buffer.entries * EVENT_ENTRY_WORDS

const Uncertain = 0x40000000
const statusOf = [statusCodes.Good, Uncertain, statusCodes.BadNoData] as const

/** The page's registers, padded with zeros to the length that is always read. */
export function eventsToPage(buffer: EventBuffer, { page, events }: EventPage): number[] {
  if (events.length > buffer.entries)
    throw new Error(`${events.length} events on a page of ${buffer.entries}`)
  const view = new DataView(new ArrayBuffer(pageWords(buffer) * 2))
  view.setUint32(0, page)
  view.setUint16(4, events.length)
  view.setUint16(6, EVENT_LAYOUT)
  for (const [i, event] of events.entries()) {
    const at = (EVENT_HEADER_WORDS + i * EVENT_ENTRY_WORDS) * 2
    if (event.time % SECOND !== 0)
      throw new Error(`event ${event.sequence}: ${event.time} µs is no whole second`)
    view.setUint32(at, event.sequence)
    view.setUint32(at + 4, event.time / SECOND)
    view.setUint16(at + 8, event.point)
    view.setUint16(at + 10, event.value === null ? 2 : event.status >>> 30 === 0 ? 0 : 1)
    view.setFloat64(at + 12, event.value ?? Number.NaN)
  }
  return Array.from({ length: pageWords(buffer) }, (_, i) => view.getUint16(i * 2))
}

/** Throws on what is no page: another layout, more entries than fit, an unknown status. */
export function pageToEvents(buffer: EventBuffer, words: ArrayLike<number>): EventPage {
  if (words.length !== pageWords(buffer)) {
    throw new Error(`an event page has ${pageWords(buffer)} registers, got ${words.length}`)
  }
  const view = new DataView(new ArrayBuffer(words.length * 2))
  for (let i = 0; i < words.length; i++) view.setUint16(i * 2, words[i]!)
  const count = view.getUint16(4)
  const layout = view.getUint16(6)
  if (layout !== EVENT_LAYOUT) throw new Error(`event layout ${layout}, this reader knows ${EVENT_LAYOUT}`)
  if (count > buffer.entries) throw new Error(`${count} events announced on a page of ${buffer.entries}`)
  const events: BufferedEvent[] = []
  for (let i = 0; i < count; i++) {
    const at = (EVENT_HEADER_WORDS + i * EVENT_ENTRY_WORDS) * 2
    const sequence = view.getUint32(at)
    const status = statusOf[view.getUint16(at + 10)]
    if (status === undefined) throw new Error(`event ${sequence}: status ${view.getUint16(at + 10)}`)
    events.push({
      sequence,
      time: view.getUint32(at + 4) * SECOND,
      point: view.getUint16(at + 8),
      status,
      value: status === statusCodes.BadNoData ? null : view.getFloat64(at + 12),
    })
  }
  return { page: view.getUint32(0), events }
}

/** Why an event has no number. */
export const EVENT_WITHOUT_VALUE: Reason = 'no-value'
