import { readFileSync } from 'node:fs'
import { writeTable } from '@driftbild/formats/pdf'
import type { AssetFile } from './asset-file.ts'
import type { SectionParts } from './section.ts'

/** Photos and signatures as pictures, other documents by name. */
export function writeDocuments({ paper, speech, file }: SectionParts): void {
  const { t, moment } = speech
  if (file.documents.length === 0) {
    paper.text(t('dossier.documents.none'), { quiet: true })
    return
  }
  const photos = file.documents.filter(isPicture)
  for (const { document, path } of photos) {
    const at = moment(document.madeAt ?? document.addedAt)
    const isSigned = document.kind === 'signature'
    const caption = t(isSigned ? 'dossier.signature' : 'dossier.photo', {
      name: document.name,
      at,
      hash: document.hash.slice(0, 12),
    })
    paper.figure(
      { alt: document.name, height: isSigned ? SIGNATURE : PHOTO, caption },
      ({ x, y, width, height }) => paper.doc.image(readFileSync(path), x, y, { fit: [width, height] }),
    )
  }
  const others = file.documents.filter((one) => !isPicture(one))
  if (others.length === 0) return
  writeTable(
    paper,
    [
      { title: t('list.name'), share: 0.5 },
      { title: t('list.class'), share: 0.2 },
      { title: t('chart.time'), share: 0.3 },
    ],
    others.map(({ document: { name, kind, madeAt, addedAt } }) => [
      name,
      t(`document.${kind}`),
      moment(madeAt ?? addedAt),
    ]),
  )
}

const PHOTO = 240
const SIGNATURE = 90

type Entry = AssetFile['documents'][number]

/** Paper takes JPEG and PNG; what else a phone takes is named. */
const isPicture = (entry: Entry): entry is Entry & { path: string } =>
  entry.path !== null && /^image\/(jpeg|png)$/.test(entry.document.mediaType)
