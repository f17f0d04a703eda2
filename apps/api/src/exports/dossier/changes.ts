import { writeTable } from '@driftbild/formats/pdf'
import { fieldText, fieldTitle } from '@driftbild/words'
import { fieldsIn } from '../../changes/planned-row.ts'
import type { SectionParts } from './section.ts'

/** What was changed in the register, with both sides and why, newest first. */
export function writeChanges({ paper, speech, picture, file, madeAt }: SectionParts): void {
  const { t, find, f, moment, day } = speech
  if (file.changes.length === 0) {
    paper.text(t('dossier.changes.none'), { quiet: true })
    return
  }
  const zoneName = (tag: string) => picture.zones.get(tag)?.name ?? tag
  const parts = { of: file.watched.asset.class, words: { t, find }, f, zoneName }
  const shares = [0.16, 0.44, 0.4]
  const titles = [t('chart.time'), t('draft.what.made'), t('draft.reason')]
  writeTable(
    paper,
    titles.map((title, i) => ({ title, share: shares[i]! })),
    file.changes.map(({ at, reason, source, change }) => [
      day(at),
      change.kind === 'changed'
        ? fieldsIn(change)
            .map(({ field, before, after }) => {
              const [was, is] = [before, after].map((value) => fieldText(field, value, parts))
              return `${fieldTitle(field, { t, find })}: ${was} → ${is}`
            })
            .join('; ')
        : t(`history.${change.kind}`),
      `${t(`change.source.${source}`)}: ${reason}`,
    ]),
  )
  paper.text(t('dossier.source.register', { at: moment(madeAt) }), { quiet: true, small: true })
}
