import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { NoAdvice } from '../../attention/no-advice.tsx'
import { allItems } from '../../data/page.ts'
import { predictionsQuery } from '../../data/predictions.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { ServiceIcon } from '../../signs/icon.tsx'
import { StateMark } from '../../signs/state-mark.tsx'
import { Empty, Loaded, SkeletonRows } from '../../ui/loaded.tsx'
import { MoreButton } from '../../ui/more-button.tsx'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { ServiceSelect } from '../../ui/service-select.tsx'
import { ShowChoice } from '../../ui/show-choice.tsx'
import { PredictionLine } from './prediction-line.tsx'

export function PredictionsScreen() {
  const { t } = useWords()
  const { code } = useHere()
  const navigate = useNavigate()
  const search = useSearch({ from: '/$municipality/predictions' })
  const { show, service } = search
  const predictions = useInfiniteQuery(predictionsQuery(code, { standing: show !== 'all', service }))
  const items = allItems(predictions.data)
  const narrow = (to: Partial<typeof search>) =>
    navigate({
      to: '/$municipality/predictions',
      params: { municipality: code },
      search: { ...search, ...to },
    })
  return (
    <div className="screen">
      <ScreenHead title={t('nav.predictions')} lead={t('predictions.lead')}>
        <ServiceSelect
          value={service ?? ''}
          none={t('list.any')}
          onChange={(one) => narrow({ service: one || undefined })}
        />
        <ShowChoice
          label={t('show.label')}
          value={show ?? 'standing'}
          options={[
            { value: 'standing', label: t('predictions.standing') },
            { value: 'all', label: t('show.all') },
          ]}
          onChange={(value) => narrow({ show: value === 'all' ? 'all' : undefined })}
        />
      </ScreenHead>
      <Loaded query={predictions} skeleton={<SkeletonRows rows={6} height={64} />}>
        {() =>
          items.length === 0 ? (
            <Empty title={t('predictions.none')}>
              <NoAdvice>{t(service ? 'predictions.none.service' : 'predictions.none.what')}</NoAdvice>
            </Empty>
          ) : (
            <ul className="rows">
              {items.map((prediction) => (
                <li key={prediction.id} className="row">
                  <StateMark
                    state={prediction.standing ? 'prediction' : 'normal'}
                    probability={prediction.probability}
                    size={22}
                  />
                  <div className="row-main">
                    <PredictionLine prediction={prediction} />
                  </div>
                  <p className="row-aside quiet">
                    <span className="with-icon">
                      <ServiceIcon of={prediction.service} size={16} />
                      {t(`service.${prediction.service}`)}
                    </span>
                    {prediction.judgement && (
                      <span>
                        {t(prediction.judgement.agree ? 'prediction.agreed' : 'prediction.disagreed')}
                      </span>
                    )}
                    {!prediction.standing && <span>{t('prediction.withdrawn')}</span>}
                  </p>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      <MoreButton query={predictions} />
    </div>
  )
}
