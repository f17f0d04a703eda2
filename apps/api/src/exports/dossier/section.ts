import type { Micros } from '@driftbild/core'
import type { Paper } from '@driftbild/formats/pdf'
import type { MessageKey } from '@driftbild/words'
import type { Picture } from '../../picture/picture.ts'
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
  /** Points of what must not be parted from the title, where that is more than a few lines. */
  first?: (file: AssetFile) => number | undefined
}
