import { writeTable } from '@driftbild/formats/pdf'
import type { OverflowView } from '../../contract/index.ts'
import type { Speech } from '../speech.ts'
import type { SectionParts } from './section.ts'

/** When a station ran over, how much and why, and who decided so; what was judged to be none is told as well. */
export function writeOverflowsOf({ paper, speech, file, madeAt }: SectionParts): void {
  const { t, moment } = speech
  if (file.overflows.length === 0) {
    paper.text(t('dossier.overflows.none'), { quiet: true })
    return
  }
  const shares = [0.17, 0.17, 0.18, 0.14, 0.34]
  const titles = [
    t('overflow.began'),
    t('overflow.ended'),
    t('overflow.volume'),
    t('overflow.cause'),
    t('overflow.decided-by'),
  ]
  writeTable(
    paper,
    titles.map((title, i) => ({ title, share: shares[i]! })),
    file.overflows.map((one) => rowOf(one, speech)),
  )
  paper.text(t('dossier.source.readings', { at: moment(madeAt) }), { quiet: true, small: true })
}

function rowOf({ holds, history: [newest] }: OverflowView, { t, f, moment }: Speech): string[] {
  const { began, ended, volume, volumeSource, cause, isOverflow } = holds
  const source = volumeSource === null ? '' : ` (${t(`volume-source.${volumeSource}`)})`
  const by = newest ? [newest.by, newest.decision.note].filter(Boolean).join('. ') : t('overflow.undecided')
  return [
    moment(began),
    ended === null ? t('overflow.lasts') : moment(ended),
    volume === null ? '' : `${f.number(volume, 0)} m³${source}`,
    t(`overflow-cause.${cause}`),
    isOverflow ? by : `${t('overflow.not')}. ${by}`,
  ]
}
