import { sameValue } from '@driftbild/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type RenewalFigureView, renewalFiguresQuery, useSaveFigures } from '../../data/renewal.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'
import { ProblemWords } from '../../ui/loaded.tsx'
import { readNumber } from '../../ui/read-number.ts'
import { Scrolling } from '../../ui/scrolling.tsx'

type Numbers = 'life' | 'cost' | 'consequence'
type Texts = Record<Numbers | 'source', string>

const numbers = ['life', 'cost', 'consequence'] as const satisfies readonly Numbers[]

const nameOf = ({ class: of, where }: RenewalFigureView) => `${of} ${where?.value ?? ''}`
const textsOf = (figure: RenewalFigureView): Texts => ({
  ...{ life: String(figure.life), cost: String(figure.cost), consequence: String(figure.consequence) },
  source: figure.source,
})

/** Lives, costs and consequences: ours to begin with, each with where it is from, to be replaced by one's own. */
export function FiguresForm() {
  const { t, find } = useWords()
  const { code } = useHere()
  const { data } = useQuery(renewalFiguresQuery(code))
  const save = useSaveFigures(code)
  const [typed, setTyped] = useState<Record<string, Texts>>({})
  if (!data) return null
  const rows = data.figures.map((figure) => {
    const name = nameOf(figure)
    const texts = typed[name] ?? textsOf(figure)
    return { figure, name, texts, read: readFigure(figure, texts) }
  })
  const ours = new Map(data.ours.map((figure) => [nameOf(figure), figure]))
  const own = rows.flatMap(({ read, name }) => (read && !sameValue(read, ours.get(name)) ? [read] : []))
  const wrong = rows.some(({ read }) => read === null)
  const called = ({ class: of, where }: RenewalFigureView) =>
    where
      ? `${t(`class.${of}`)}, ${find(`attribute.${where.attribute}.${where.value}`) ?? where.value}`
      : t(`class.${of}`)
  return (
    <details className="card renewal-figures">
      <summary>
        <h2>{t('renewal.figures')}</h2>
      </summary>
      <p className="lead">{t('renewal.figures.what')}</p>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate(own, { onSuccess: () => setTyped({}) })
        }}
      >
        <Scrolling className="table-wide" label={t('renewal.figures')}>
          <table className="numbers">
            <caption className="visually-hidden">{t('renewal.figures')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('list.class')}</th>
                {numbers.map((one) => (
                  <th key={one} scope="col">
                    {t(`renewal.figure.${one}`)}
                  </th>
                ))}
                <th scope="col">{t('renewal.figure.source')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ figure, name, texts }) => (
                <tr key={name}>
                  <th scope="row">
                    {called(figure)}
                    {figure.per === 'metre' && <span className="quiet"> {t('renewal.per-metre')}</span>}
                  </th>
                  {numbers.map((one) => (
                    <td key={one}>
                      <input
                        inputMode="decimal"
                        aria-label={t('renewal.figure.of', {
                          what: t(`renewal.figure.${one}`),
                          name: called(figure),
                        })}
                        aria-invalid={readNumber(texts[one]) === null}
                        value={texts[one]}
                        onChange={(event) =>
                          setTyped({ ...typed, [name]: { ...texts, [one]: event.target.value } })
                        }
                      />
                    </td>
                  ))}
                  <td>
                    <input
                      aria-label={t('renewal.figure.of', {
                        what: t('renewal.figure.source'),
                        name: called(figure),
                      })}
                      placeholder={t('renewal.source.ours')}
                      maxLength={300}
                      value={texts.source}
                      onChange={(event) =>
                        setTyped({ ...typed, [name]: { ...texts, source: event.target.value } })
                      }
                    />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scrolling>
        {save.error && (
          <p className="inline-problem" role="alert">
            <ProblemWords error={save.error} />
          </p>
        )}
        <footer className="form-actions">
          <Button
            look="strong"
            type="submit"
            isDisabled={wrong || Object.keys(typed).length === 0}
            isPending={save.isPending}
          >
            {t('renewal.figures.save')}
          </Button>
        </footer>
      </form>
    </details>
  )
}

/** The row as it was typed; null where something is no number. */
function readFigure(figure: RenewalFigureView, texts: Texts): RenewalFigureView | null {
  const [life, cost, consequence] = numbers.map((one) => readNumber(texts[one]))
  if (life === null || cost === null || consequence === null) return null
  if (life === undefined || cost === undefined || consequence === undefined || life <= 0) return null
  return { ...figure, life, cost, consequence, source: texts.source.trim() }
}
