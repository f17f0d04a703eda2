import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { faultsQuery } from '../../data/faults.ts'
import { allItems } from '../../data/page.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Icon, ServiceIcon } from '../../signs/icon.tsx'
import { Empty, Loaded, SkeletonRows } from '../../ui/loaded.tsx'
import { MoreButton } from '../../ui/more-button.tsx'
import { ScreenHead } from '../../ui/screen-head.tsx'

export function FaultsScreen() {
  const { t, f } = useWords()
  const { code } = useHere()
  const faults = useInfiniteQuery(faultsQuery(code))
  const items = allItems(faults.data)
  return (
    <div className="screen">
      <ScreenHead title={t('nav.faults')} lead={t('faults.lead')} />
      <Loaded query={faults} skeleton={<SkeletonRows rows={6} height={64} />}>
        {() =>
          items.length === 0 ? (
            <Empty title={t('faults.none')}>{t('faults.none.what')}</Empty>
          ) : (
            <ul className="rows">
              {items.map((fault) => (
                <li key={fault.id} className="row">
                  <Icon name="fault" size={22} />
                  <div className="row-main">
                    <Link
                      className="row-title"
                      to="/$municipality/faults/$id"
                      params={{ municipality: code, id: fault.id }}
                    >
                      {t('prediction.headline', {
                        mode: t(`mode.${fault.mode}`),
                        subject: fault.subjectName,
                      })}
                    </Link>
                    <p className="row-facts">
                      <span>{fault.subject.tag}</span>
                      <span>
                        {fault.to
                          ? f.range(fault.from, fault.to)
                          : t('alarm.since', { at: f.moment(fault.from) })}
                      </span>
                      <span>{t('faults.evidence-count', { count: fault.evidence.length })}</span>
                    </p>
                  </div>
                  <p className="row-aside quiet">
                    <span className="with-icon">
                      <ServiceIcon of={fault.service} size={16} />
                      {t(`service.${fault.service}`)}
                    </span>
                    <span>{t(fault.order ? 'faults.has-order' : 'faults.no-order')}</span>
                  </p>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      <MoreButton query={faults} />
    </div>
  )
}
