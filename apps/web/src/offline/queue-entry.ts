import {
  type FaultReport,
  type FieldFileKind,
  fieldFileTypes,
  type OrderCommand,
  type RoundCommand,
} from '@driftbild/core'

/** Of what an entry looks like. A newer page reads older ones; an older page leaves newer ones alone. */
export const QUEUE_SCHEMA = 2

/** What a person did and the centre does not know yet. */
export type Work =
  | { kind: 'order'; order: string; title: string; commands: OrderCommand[] }
  | { kind: 'round'; day: string; name: string; commands: RoundCommand[] }
  | { kind: 'report'; report: FaultReport; place: string }
  | FileWork

/** A photo, a voice note or a signature; its bytes lie beside the queue, under its hash. */
export interface FileWork {
  kind: FieldFileKind
  id: string
  /** A signature's is its signer's. */
  name: string
  hash: string
  bytes: number
  mediaType: string
  asset: string
  order: string | null
  /** What it was made of, in words. */
  title: string
  /** Microseconds. */
  madeAt: number
}

export const isFile = (work: Work): work is FileWork => work.kind in fieldFileTypes

/** Why the centre would not take it. It stays until a person says what becomes of it. */
export interface Refusal {
  code: string
  status: number
  ref?: string
  context?: Record<string, unknown>
}

export interface QueueEntry {
  /** Its place in the queue; given by the database. */
  position: number
  schema: number
  /** The one who did it; nobody else sends it or sees it. */
  user: string
  municipality: string
  /** Milliseconds by this phone's clock, whatever that was worth. */
  madeAt: number
  /** What was to be added to that clock when it was last compared with the centre's; null where it never was. */
  clockOffset: number | null
  refused: Refusal | null
  work: Work
}

export const isReadable = (entry: Pick<QueueEntry, 'schema'>): boolean => entry.schema <= QUEUE_SCHEMA

/** The order that an entry is about, where it is about one. */
export const orderOf = ({ work }: QueueEntry): string | null => ('order' in work ? work.order : null)
