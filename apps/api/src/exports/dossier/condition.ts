import { writeTable } from '@driftbild/formats/pdf'
import { alarmWords, shownUnit } from '@driftbild/words'
import { viewLatest } from '../../picture/latest-view.ts'
import type { WatchedSignal } from '../../picture/picture.ts'
import type { Speech } from '../speech.ts'
import type { SectionParts } from './section.ts'

const MOST_ALARMS = 15
const MOST_JUDGEMENTS = 10

/** How it is: its state, its age beside what is expected, how good it was found, what it measures now, and its alarms. */
export function writeCondition({ paper, speech, file, madeAt }: SectionParts): void {
  const { t, f, moment } = speech
  const { state, underWork, signals, asset } = file.watched
  paper.stateLine(state, `${t(`state.${state}`)}${underWork ? ` · ${t('asset.under-work')}` : ''}`)
  if (asset.builtYear !== null && asset.expectedLife !== null) {
    const age = Number(f.year(madeAt)) - asset.builtYear
    const until = asset.builtYear + asset.expectedLife
    paper.text(t('dossier.age', { age, life: asset.expectedLife, until: String(until) }))
  }
  if (file.assessments.length > 0) {
    paper.heading(3, t('condition.title'))
    const titles = [t('journal.at'), t('condition.title'), t('condition.basis'), t('inspection.remark')]
    const shares = [0.16, 0.24, 0.16, 0.44]
    writeTable(
      paper,
      titles.map((title, i) => ({ title, share: shares[i]! })),
      file.assessments
        .slice(0, MOST_JUDGEMENTS)
        .map(({ at, grade, basis, note }) => [
          speech.day(at),
          t('condition.grade', { grade: String(grade), words: speech.find(`grade.${grade}`) ?? '' }),
          t(`basis.${basis}`),
          note,
        ]),
    )
  }
  if (signals.length > 0) {
    paper.heading(3, t('asset.signals'))
    const shares = [0.34, 0.2, 0.28, 0.18]
    const titles = [t('dossier.signal'), t('dossier.value'), t('chart.time'), t('chart.quality')]
    writeTable(
      paper,
      titles.map((title, i) => ({ title, share: shares[i]! })),
      signals.map((signal) => valueRow(signal, speech)),
    )
    paper.text(t('dossier.source.readings', { at: moment(madeAt) }), { quiet: true, small: true })
  }
  paper.heading(3, t('nav.alarms'))
  if (file.alarms.length === 0) {
    paper.text(t('alarms.none'), { quiet: true })
    return
  }
  for (const alarm of file.alarms.slice(0, MOST_ALARMS)) {
    const until = alarm.clearedAt === null ? t('dossier.still') : f.moment(alarm.clearedAt)
    paper.stateLine(
      alarm.priority,
      `${alarmWords(alarm, speech, f)} · ${f.moment(alarm.raisedAt)} – ${until}`,
    )
  }
}

function valueRow(watched: WatchedSignal, { t, f, find }: Speech): string[] {
  const { signal, stale } = watched
  const latest = viewLatest(watched)
  const role = find(`role.${signal.role}`) ?? signal.role
  if (!latest) return [role, '', t('signal.never'), '']
  const unit = shownUnit(signal.key, signal.unit)
  const symbol = find(`unit.${unit}`) ?? unit
  const value = latest.value === null ? '' : f.value(latest.value, unit)
  const shown =
    latest.value !== null && signal.kind.type === 'flag'
      ? t(latest.value === 0 ? 'flag.no' : 'flag.yes')
      : `${value} ${symbol}`.trim()
  return [role, shown, f.moment(latest.time), stale ? t('state.stale') : t(`quality.${latest.quality}`)]
}
