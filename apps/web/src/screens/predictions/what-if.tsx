import { useQuery } from '@tanstack/react-query'
import { whatIfQuery } from '../../data/predictions.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { StateMark } from '../../signs/state-mark.tsx'
import { Loaded, SkeletonRows } from '../../ui/loaded.tsx'

/** What the model itself would say of the days to come, were they like this or like that. */
export function WhatIf({ prediction }: { prediction: string }) {
  const { t, f } = useWords()
  const { code } = useHere()
  const answer = useQuery(whatIfQuery(code, prediction))
  return (
    <section className="card" aria-labelledby="what-if">
      <h2 id="what-if">{t('what-if.title')}</h2>
      <Loaded query={answer} skeleton={<SkeletonRows rows={2} height={32} />}>
        {(view) =>
          !view.possible ? (
            <p className="quiet">{t(`hindrance.${view.why}`)}</p>
          ) : view.ahead.length === 0 ? (
            <p className="quiet">{t('what-if.none')}</p>
          ) : (
            <>
              <ul className="what-if">
                {view.ahead.map(({ code: scenario, days, probability }) => (
                  <li key={scenario}>
                    <StateMark
                      state={probability === null ? 'normal' : 'prediction'}
                      probability={probability ?? 0}
                      size={18}
                    />
                    <span>{t(`what-if.${scenario}`, { days })}</span>
                    <strong>
                      {probability === null
                        ? t('what-if.silent')
                        : t('what-if.says', { share: f.percent(probability) })}
                    </strong>
                  </li>
                ))}
              </ul>
              <p className="quiet">{t('what-if.how')}</p>
            </>
          )
        }
      </Loaded>
    </section>
  )
}
