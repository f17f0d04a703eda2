import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { Checkbox } from 'react-aria-components'
import { type FaultView, faultQuery, useSplitFault } from '../../data/faults.ts'
import { useCreateOrder } from '../../data/work-orders.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Icon } from '../../signs/icon.tsx'
import { Button } from '../../ui/button.tsx'
import { CheckBox } from '../../ui/check-box.tsx'
import { Loaded, ProblemWords, SkeletonRows } from '../../ui/loaded.tsx'
import { Moment } from '../../ui/moment.tsx'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { MergeDialog } from './merge-dialog.tsx'
import { ReportText } from './report-text.tsx'

export function FaultScreen() {
  const { id } = useParams({ from: '/$municipality/faults/$id' })
  const { code } = useHere()
  const fault = useQuery(faultQuery(code, id))
  return (
    <div className="screen">
      <Loaded level={1} query={fault} skeleton={<SkeletonRows rows={4} height={72} />}>
        {(loaded) => <Fault fault={loaded} />}
      </Loaded>
    </div>
  )
}

/** One fault, what speaks for it, and what a person may do: give it an order, join it, part it. */
function Fault({ fault }: { fault: FaultView }) {
  const { t, f } = useWords()
  const { code, may } = useHere()
  const navigate = useNavigate()
  const [picked, setPicked] = useState<readonly string[]>([])
  const [merging, setMerging] = useState(false)
  const split = useSplitFault(code, fault.id)
  const create = useCreateOrder(code)
  const title = t('prediction.headline', { mode: t(`mode.${fault.mode}`), subject: fault.subjectName })
  const judges = may('judge-prediction', fault.service)
  const problem = split.error ?? create.error
  return (
    <>
      <ScreenHead
        title={title}
        lead={fault.to ? f.range(fault.from, fault.to) : t('alarm.since', { at: f.moment(fault.from) })}
      >
        {fault.order ? (
          <Link
            className="button strong"
            to="/$municipality/orders/$id"
            params={{ municipality: code, id: fault.order }}
          >
            {t('prediction.open-order')}
          </Link>
        ) : (
          may('do-order', fault.service) && (
            <Button
              look="strong"
              isPending={create.isPending}
              onPress={() =>
                create.mutate(
                  { fault: fault.id, title },
                  {
                    onSuccess: (order) =>
                      navigate({
                        to: '/$municipality/orders/$id',
                        params: { municipality: code, id: order.id },
                      }),
                  },
                )
              }
            >
              {t('prediction.create-order')}
            </Button>
          )
        )}
        {fault.subject.type === 'asset' && (
          <Link
            className="button plain"
            to="/$municipality/map"
            params={{ municipality: code }}
            search={{ asset: fault.subject.tag, prediction: undefined }}
          >
            {t('asset.on-map')}
          </Link>
        )}
        {judges && <Button onPress={() => setMerging(true)}>{t('fault.merge')}</Button>}
      </ScreenHead>
      <section aria-labelledby="fault-evidence">
        <h2 id="fault-evidence">{t('fault.evidence')}</h2>
        <ul className="rows">
          {fault.evidence.map((one) => (
            <li key={one.id} className="row">
              {judges && fault.evidence.length > 1 && (
                <Checkbox
                  className="check"
                  aria-label={t('fault.pick', { what: t(`mode.${one.mode}`), subject: one.subject.tag })}
                  isSelected={picked.includes(one.id)}
                  onChange={(on) =>
                    setPicked(on ? [...picked, one.id] : picked.filter((id) => id !== one.id))
                  }
                >
                  <CheckBox />
                </Checkbox>
              )}
              <Icon
                name={
                  one.source === 'alarm' ? 'alarm' : one.source === 'prediction' ? 'prediction' : 'person'
                }
              />
              <div className="row-main">
                {one.source === 'prediction' ? (
                  <Link
                    className="row-title"
                    to="/$municipality/predictions/$id"
                    params={{ municipality: code, id: one.id }}
                  >
                    {t(`mode.${one.mode}`)}
                  </Link>
                ) : (
                  <span className="row-title">{t(`mode.${one.mode}`)}</span>
                )}
                {one.source === 'report' && <ReportText id={one.id} />}
                <p className="row-facts">
                  <span>{t(`evidence.${one.source}`)}</span>
                  <span>{one.subject.tag}</span>
                  <Moment at={one.at} />
                </p>
              </div>
            </li>
          ))}
        </ul>
        {judges && fault.evidence.length > 1 && (
          <div className="card-actions">
            <Button
              isDisabled={picked.length === 0 || picked.length === fault.evidence.length}
              isPending={split.isPending}
              onPress={() => split.mutate({ evidence: [...picked] }, { onSuccess: () => setPicked([]) })}
            >
              {t('fault.split')}
            </Button>
            <span className="quiet">{t('fault.split.hint')}</span>
          </div>
        )}
        {problem && (
          <p className="inline-problem" role="alert">
            <ProblemWords error={problem} />
          </p>
        )}
      </section>
      <MergeDialog fault={fault} open={merging} onClose={() => setMerging(false)} />
    </>
  )
}
