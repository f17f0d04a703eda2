import type { DraftRow } from '../data/changes.ts'
import { useWords } from '../i18n/words.tsx'
import { Scrolling } from '../ui/scrolling.tsx'
import { FieldChanges } from './field-changes.tsx'
import { OutcomeMark } from './outcome-mark.tsx'
import { RowProblemText } from './row-problem.tsx'

/** Each row's values before and after, or why nothing happens to it. */
export function DraftRows({ rows }: { rows: readonly DraftRow[] }) {
  const { t } = useWords()
  const numbered = rows.some(({ ref, tag }) => ref !== tag)
  return (
    <Scrolling className="table-wide draft-rows" label={t('draft.rows')}>
      <table className="list-table">
        <caption className="visually-hidden">{t('draft.rows')}</caption>
        <thead>
          <tr>
            {numbered && <th scope="col">{t('draft.row')}</th>}
            <th scope="col">{t('draft.asset')}</th>
            <th scope="col">{t('draft.outcome')}</th>
            <th scope="col">{t('draft.what')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.ref} ${row.tag}`}>
              {numbered && <td>{row.ref}</td>}
              <th scope="row">
                {row.name ?? row.tag}
                {row.name !== null && row.name !== row.tag && <span className="quiet">{row.tag}</span>}
              </th>
              <td>
                <span className="with-icon">
                  <OutcomeMark of={row.outcome} />
                  {t(`outcome.${row.outcome}`)}
                </span>
              </td>
              <td>
                <RowWhat row={row} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolling>
  )
}

function RowWhat({ row }: { row: DraftRow }) {
  if (row.problems.length > 0) {
    return (
      <ul className="row-problems">
        {row.problems.map((problem, i) => (
          <li key={i}>
            <RowProblemText problem={problem} of={row.class} />
          </li>
        ))}
      </ul>
    )
  }
  return <FieldChanges fields={row.fields} of={row.class} anew={row.outcome === 'new'} />
}
