import { useQuery } from '@tanstack/react-query'
import { collectorsQuery } from '../../data/collectors.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Empty, Loaded, SkeletonRows } from '../../ui/loaded.tsx'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { CollectorCard } from './collector-card.tsx'
import { Enrolment } from './enrolment.tsx'

/** Who collects, what has come, what is missing and what came late: what one can trust on all other screens. */
export function DataHealthScreen() {
  const { t } = useWords()
  const { code, may } = useHere()
  const collectors = useQuery(collectorsQuery(code))
  return (
    <div className="screen">
      <ScreenHead title={t('nav.data-health')} lead={t('health.lead')} />
      <Loaded query={collectors} skeleton={<SkeletonRows rows={3} height={140} />}>
        {(all) =>
          all.length === 0 ? (
            <Empty title={t('health.none')}>{t('health.none.what')}</Empty>
          ) : (
            <div className="collectors">
              {all.map((collector) => (
                <CollectorCard key={collector.id} collector={collector} />
              ))}
            </div>
          )
        }
      </Loaded>
      {may('manage-collectors') && <Enrolment />}
    </div>
  )
}
