import type { ReactNode } from 'react'
import { useWords } from '../i18n/words.tsx'
import { Button } from './button.tsx'
import { ProblemLine } from './problem-line.tsx'
import { readNumber } from './read-number.ts'
import { Scrolling } from './scrolling.tsx'

export interface TypedFigure<Column extends string> {
  id: string
  name: string
  /** Beside the name: what it is counted by. */
  unit: ReactNode
  /** As they stand in the fields. */
  texts: Record<Column | 'source', string>
}

interface OwnFiguresProps<Column extends string> {
  title: string
  lead: string
  /** What the rows are. */
  of: string
  columns: readonly { key: Column; title: string }[]
  rows: readonly TypedFigure<Column>[]
  onType: (id: string, texts: TypedFigure<Column>['texts']) => void
  onSave: () => void
  save: { error: unknown; isPending: boolean }
  /** Nothing was typed, or something that is no figure. */
  isDisabled: boolean
}

/** Figures that are ours to begin with, each with where it is from, to be replaced by the municipality's own. */
export function OwnFigures<Column extends string>({
  title,
  lead,
  of,
  columns,
  rows,
  onType,
  onSave,
  save,
  isDisabled,
}: OwnFiguresProps<Column>) {
  const { t } = useWords()
  const source = t('own-figures.source')
  return (
    <details className="card own-figures">
      <summary>
        <h2>{title}</h2>
      </summary>
      <p className="lead">{lead}</p>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          onSave()
        }}
      >
        <Scrolling className="table-wide" label={title}>
          <table className="numbers">
            <caption className="visually-hidden">{title}</caption>
            <thead>
              <tr>
                <th scope="col">{of}</th>
                {columns.map((column) => (
                  <th key={column.key} scope="col">
                    {column.title}
                  </th>
                ))}
                <th scope="col">{source}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ id, name, unit, texts }) => (
                <tr key={id}>
                  <th scope="row">
                    {name}
                    {unit && <span className="quiet"> {unit}</span>}
                  </th>
                  {columns.map(({ key, title: what }) => (
                    <td key={key}>
                      <input
                        inputMode="decimal"
                        aria-label={t('own-figures.of', { what, name })}
                        aria-invalid={readNumber(texts[key]) === null}
                        value={texts[key]}
                        onChange={(event) => onType(id, { ...texts, [key]: event.target.value })}
                      />
                    </td>
                  ))}
                  <td>
                    <input
                      aria-label={t('own-figures.of', { what: source, name })}
                      placeholder={t('own-figures.source.ours')}
                      maxLength={300}
                      value={texts.source}
                      onChange={(event) => onType(id, { ...texts, source: event.target.value })}
                    />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scrolling>
        <ProblemLine error={save.error} />
        <footer className="form-actions">
          <Button look="strong" type="submit" isDisabled={isDisabled} isPending={save.isPending}>
            {t('own-figures.save')}
          </Button>
        </footer>
      </form>
    </details>
  )
}
