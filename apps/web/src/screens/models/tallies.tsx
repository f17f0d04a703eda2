import type { ModelRecord } from '../../data/models.ts'
import { useWords } from '../../i18n/words.tsx'
import { Scrolling } from '../../ui/scrolling.tsx'

type Tally = ModelRecord['all']

interface TalliesProps {
  title: string
  /** What the rows are: months, zones, kinds. */
  of: string
  rows: readonly { name: string; tally: Tally }[]
}

/** What was said, judged, right and missed, a line each. */
export function Tallies({ title, of, rows }: TalliesProps) {
  const { t, f } = useWords()
  return (
    <Scrolling className="table-scroll" label={title}>
      <table className="numbers">
        <caption>{title}</caption>
        <thead>
          <tr>
            <th scope="col">{of}</th>
            <th scope="col">{t('record.said')}</th>
            <th scope="col">{t('record.judged')}</th>
            <th scope="col">{t('record.right')}</th>
            <th scope="col">{t('record.missed')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, tally: { said, judged, right, missed } }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{f.number(said)}</td>
              <td>{f.number(judged)}</td>
              <td>{judged === 0 ? '–' : `${f.number(right)} (${f.percent(right / judged)})`}</td>
              <td>{f.number(missed)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolling>
  )
}
