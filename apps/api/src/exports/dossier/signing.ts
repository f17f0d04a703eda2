import { type Paper, writeSignatures } from '@driftbild/formats/pdf'
import type { Speech } from '../speech.ts'

/** Once a document, however many assets it tells of. */
export function writeSigning(paper: Paper, { t }: Speech): void {
  paper.heading(1, t('dossier.signatures'))
  const fields = [t('dossier.sign.name'), t('dossier.sign.role'), t('dossier.sign.date')]
  writeSignatures(paper, [
    { role: t('dossier.sign.made'), fields },
    { role: t('dossier.sign.checked'), fields },
    { role: t('dossier.sign.approved'), fields },
  ])
}
