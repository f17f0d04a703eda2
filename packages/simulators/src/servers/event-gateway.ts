import { type BufferedEvent, type EventBuffer, eventsToPage, pageWords } from '@driftbild/devices'
import { type Connection, exceptions, ModbusException, type ModbusUnit } from './modbus-server.ts'

/** Where a gateway's events come from; sequence numbers run from 1 without a hole. */
export interface EventSource {
  /** The event with that number, or null while it hasn't happened. */
  find(sequence: number): BufferedEvent | null
}

export interface EventGateway extends ModbusUnit {
  /** Highest sequence number that a reader is known to have got. */
  arrived(): number
}

/**
 * A gateway's page of buffered events. The page stays until the connection that was served it asks again:
 * that request proves that the answer had arrived. Another connection is served the same page once more.
 * A page bears the number of its last event, an empty one that of the last event that arrived, so page
 * numbers never go back, not even when the gateway was switched off in between.
 */
export function createEventGateway(
  buffer: EventBuffer,
  source: EventSource,
  {
    arrived: known = 0,
    onArrival = () => {},
  }: { arrived?: number; onArrival?: (sequence: number) => void } = {},
): EventGateway {
  let arrived = known
  let page: BufferedEvent[] = []
  const servedTo = new Set<Connection>()

  const turn = (): void => {
    page = []
    servedTo.clear()
    for (let sequence = arrived + 1; page.length < buffer.entries; sequence++) {
      const event = source.find(sequence)
      if (!event) break
      page.push(event)
    }
  }

  return {
    arrived: () => arrived,
    read(table, address, count, connection) {
      if (table !== 'input-register' || address !== buffer.address || count !== pageWords(buffer)) {
        throw new ModbusException(exceptions.illegalAddress, 'the event page is read whole or not at all')
      }
      if (page.length > 0 && servedTo.has(connection)) {
        arrived = page.at(-1)!.sequence
        // Before the answer that lets the reader forget: a restart must not begin earlier than this for long.
        onArrival(arrived)
        turn()
      } else if (page.length === 0) {
        turn()
      }
      servedTo.add(connection)
      return eventsToPage(buffer, { page: page.at(-1)?.sequence ?? arrived, events: page })
    },
  }
}
