import type { ModelView } from '../../data/models.ts'
import { useWords } from '../../i18n/words.tsx'
import { Scrolling } from '../../ui/scrolling.tsx'

/** Of the faults that the card's figures are of: what was really wrong, and what the model said they pointed to. */
export function NamedCauses({ causes }: Pick<ModelView, 'causes'>) {
  const { t, f, find } = useWords()
  const words = (cause: string) =>
    cause === 'none' ? t('causes.none') : (find(`pump-mode.${cause}`) ?? cause)
  return (
    <section className="card" aria-labelledby="causes">
      <h2 id="causes">{t('causes.title')}</h2>
      <p className="quiet">{t('causes.what')}</p>
      <Scrolling className="table-scroll" label={t('causes.table')}>
        <table className="numbers">
          <caption className="visually-hidden">{t('causes.table')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('causes.was')}</th>
              <th scope="col">{t('causes.named')}</th>
              <th scope="col">{t('causes.right')}</th>
            </tr>
          </thead>
          <tbody>
            {causes.map(({ cause, named }) => {
              const all = Object.values(named).reduce((sum, count) => sum + count, 0)
              const told = all - (named.none ?? 0)
              const right = named[cause] ?? 0
              return (
                <tr key={cause}>
                  <th scope="row">{words(cause)}</th>
                  <td>
                    {Object.entries(named)
                      .toSorted(([, a], [, b]) => b - a)
                      .map(([name, count]) => t('causes.times', { cause: words(name), count }))
                      .join(', ')}
                  </td>
                  <td>{told === 0 ? '–' : `${f.number(right)} / ${f.number(told)}`}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </Scrolling>
    </section>
  )
}
