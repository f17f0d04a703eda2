import type { ModelRecord } from '../../data/models.ts'
import { useWords } from '../../i18n/words.tsx'

/** The few figures by which a model is judged: right, false, missed, and by how many outcomes that is known. */
export function RecordFigures({ record }: { record: ModelRecord }) {
  const { t, f } = useWords()
  const { all, byOrder, standing, unjudged, foretold, late, falseAlarmsPerYear, brier } = record
  const found = foretold + late + all.missed
  const figures: [string, string, string][] = [
    [
      t('record.precision'),
      all.judged === 0 ? '–' : f.percent(all.right / all.judged),
      t('record.precision.of', { right: all.right, judged: all.judged, byOrder }),
    ],
    [
      t('record.foretold'),
      found === 0 ? '–' : f.percent(foretold / found),
      t('record.foretold.of', { foretold, found, late, missed: all.missed }),
    ],
    [
      t('record.false-alarms'),
      falseAlarmsPerYear === null ? '–' : f.number(falseAlarmsPerYear, 3),
      record.from === null
        ? t('record.no-data')
        : t('record.false-alarms.of', { subjects: record.subjects, day: f.day(record.from) }),
    ],
    [t('record.brier'), brier === null ? '–' : f.number(brier, 3), t('record.brier.of')],
    [t('record.said'), f.number(all.said), t('record.said.of', { standing, unjudged })],
  ]
  return (
    <dl className="record-figures">
      {figures.map(([name, value, of]) => (
        <div key={name} className="card">
          <dt>{name}</dt>
          <dd className="record-figure">{value}</dd>
          <dd className="quiet">{of}</dd>
        </div>
      ))}
    </dl>
  )
}
