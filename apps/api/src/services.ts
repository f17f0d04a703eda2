import type { Micros } from '@driftbild/core'
import type { Model } from '@driftbild/models'
import type { Database } from '@driftbild/store'
import type { Auth } from './auth/auth.ts'
import type { LinkDesk } from './auth/link-desk.ts'
import type { People } from './auth/people.ts'
import type { Seal } from './auth/sealed.ts'
import type { Blobs } from './blobs/blob-folder.ts'
import type { ChangeDesk } from './changes/change-desk.ts'
import type { ModelCard } from './contract/index.ts'
import type { Bell } from './device-commands/bell.ts'
import type { ExportDesk } from './exports/export-desk.ts'
import type { ImportDesk } from './imports/import-desk.ts'
import type { IngestGate } from './ingest/gate.ts'
import type { Preparations } from './jobs/preparations.ts'
import type { StepThread } from './jobs/step-thread.ts'
import type { Hub } from './live/hub.ts'
import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'
import type { Moments } from './moments/moments.ts'
import type { WaterFlowsDesk } from './network/water-flows.ts'
import type { Pictures } from './picture/pictures.ts'

/** Everything a route works with; made in main.ts, or in a test. */
export interface Services {
  db: Database
  auth: Auth
  people: People
  links: Pick<LinkDesk, 'linkFor'>
  /** For secrets that channels need again. */
  seal: Seal
  pictures: Pictures
  /** The past, read when somebody looks at it. */
  moments: Moments
  /** How water flows, reckoned when somebody asks. */
  flows: WaterFlowsDesk
  hub: Hub
  gate: IngestGate
  /** Files of documents, beside the database. */
  blobs: Blobs
  /** Rings for a collector when something happens to a command that is for it. */
  bell: Bell
  /** Works out changes of the register, shows them and makes them. */
  changes: ChangeDesk
  /** Keeps files that are to be read into the register. */
  imports: ImportDesk
  /** Makes files of what people select, and keeps them for some hours. */
  exports: ExportDesk
  /** Where the document's font lies beside a bundle; null where it comes from its package. */
  fontFolder: string | null
  metrics: Metrics
  /** Of every model there is, switched on or not. */
  cards: readonly ModelCard[]
  models: readonly Model[]
  /** Steps them. */
  thread: StepThread
  /** What they work out beforehand. */
  preparations: Preparations
  log: Log
  now: () => Micros
  baseUrl: string
  webFolder: string | null
  behindProxy: boolean
}
