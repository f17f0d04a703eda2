import type { Micros } from '@driftbild/core'
import type { Paper } from '@driftbild/formats/pdf'
import type { MessageKey } from '@driftbild/words'
import type { Picture, WatchedAsset } from '../../picture/picture.ts'
import type { Speech } from '../speech.ts'
import type { AssetFile } from './asset-file.ts'

export interface SectionParts {
  paper: Paper
  speech: Speech
  picture: Picture
  file: AssetFile
  /** By our clock: when the dossier was made. */
  madeAt: Micros
}

/** A chapter of an asset's dossier; a new one is a line in `sections.ts`. */
export interface Section {
  title: MessageKey
  write: (parts: SectionParts) => void
  /** Which assets have such a chapter; all if absent. */
  of?: (watched: WatchedAsset) => boolean
  /** Points of what must not be parted from the title, where that is more than a few lines. */
  first?: (file: AssetFile) => number | undefined
}
