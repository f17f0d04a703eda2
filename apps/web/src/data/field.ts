import type { BlobReceived, DocumentView, FieldDay, Me } from '@driftbild/api/contract'
import type { Round } from '@driftbild/core'
import { compareClocks } from '../offline/phone-clock.ts'
import type { FileWork, Work } from '../offline/queue-entry.ts'
import { getJson, postBytes, postJson, query } from './http.ts'
import type { WorkOrderView } from './work-orders.ts'

export type { FieldDay }

/** A centre that is slower than this is as good as away; what was sent to it is sent again. */
const PATIENCE_MS = 30_000
/** What a slow link carries within that. */
const PIECE_BYTES = 128 * 1024

const patience = () => AbortSignal.timeout(PATIENCE_MS)

type Of<K extends Work['kind']> = Extract<Work, { kind: K }>

/** Who the centre takes us for; its clock comes with the day. */
export const askWhoIAm = (): Promise<Me> => getJson<Me>('/api/me', patience())

export async function fetchDay(municipality: string, crew: string | null): Promise<FieldDay> {
  const asked = Date.now()
  const day = await getJson<FieldDay>(`/api/${municipality}/field-day${query({ crew })}`, patience())
  compareClocks(day.now / 1000, asked, Date.now())
  return day
}

export const sendCommands = (
  municipality: string,
  { order, commands }: Of<'order'>,
): Promise<WorkOrderView> =>
  postJson(`/api/${municipality}/work-orders/${order}/commands`, { commands }, patience())

export const sendRound = (municipality: string, { day, name, commands }: Of<'round'>): Promise<Round> =>
  postJson(`/api/${municipality}/rounds/${day}/commands`, { name, commands }, patience())

export const sendReport = (municipality: string, { report }: Of<'report'>): Promise<unknown> =>
  postJson(`/api/${municipality}/fault-reports`, report, patience())

/** Sends what of the file the centre has not got yet, then what it shows. */
export async function sendFile(municipality: string, file: FileWork, bytes: ArrayBuffer): Promise<void> {
  const { id, kind, name, hash, mediaType, asset, order, madeAt } = file
  const path = `/api/${municipality}/blobs/${hash}`
  let { received, complete } = await getJson<BlobReceived>(path, patience())
  while (!complete) {
    const piece = bytes.slice(received, received + PIECE_BYTES)
    const place = query({ from: String(received), total: bytes.byteLength })
    ;({ received, complete } = await postBytes<BlobReceived>(`${path}${place}`, piece, patience()))
  }
  await postJson(
    `/api/${municipality}/documents`,
    { id, kind, name, hash, mediaType, asset, order, madeAt },
    patience(),
  )
}

export const orderDocumentsQuery = (municipality: string, order: string) => ({
  queryKey: [municipality, 'work-orders', 'documents', order],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    getJson<DocumentView[]>(`/api/${municipality}/work-orders/${order}/documents`, signal),
})

export const contentOf = (municipality: string, document: string): string =>
  `/api/${municipality}/documents/${document}/content`
