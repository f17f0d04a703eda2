import { findForbidden, type ReadRules, type Table } from '@driftbild/devices'

/** A run of registers or bits that must come in one request. */
export interface Span {
  table: Table
  address: number
  length: number
}

export interface Request<S extends Span> extends Span {
  spans: S[]
}

/** What one request may ask for at most (Modbus application protocol 1.1b3, 6.1–6.4). */
export const mostPerRequest: Record<Table, number> = {
  coil: 2000,
  'discrete-input': 2000,
  'holding-register': 125,
  'input-register': 125,
}

/**
 * As few requests as the limits allow: neighbours share one, together with up to `gap` unused addresses
 * between them. No span is ever cut, and no request touches a forbidden address.
 */
export function planReads<S extends Span>(spans: readonly S[], { gap, forbidden }: ReadRules): Request<S>[] {
  const ordered = spans.toSorted(
    (a, b) => a.table.localeCompare(b.table) || a.address - b.address || a.length - b.length,
  )
  const requests: Request<S>[] = []
  for (const span of ordered) {
    const most = mostPerRequest[span.table]
    if (span.length > most) {
      throw new Error(
        `${span.length} addresses from ${span.table} ${span.address} don't fit one request (${most})`,
      )
    }
    if (findForbidden(span, forbidden))
      throw new Error(`${span.table} ${span.address}+${span.length} is forbidden`)
    const last = requests.at(-1)
    const end = span.address + span.length
    if (
      last &&
      last.table === span.table &&
      span.address - (last.address + last.length) <= gap &&
      end - last.address <= most &&
      !findForbidden({ ...last, length: end - last.address }, forbidden)
    ) {
      last.length = Math.max(last.length, end - last.address)
      last.spans.push(span)
    } else {
      requests.push({ table: span.table, address: span.address, length: span.length, spans: [span] })
    }
  }
  return requests
}
