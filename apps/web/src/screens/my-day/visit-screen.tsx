import { Link, useParams } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import type { Field, FieldState } from '../../offline/field.ts'
import { isEnded, type SeenVisit, seenDay } from '../../offline/overlay.ts'
import { useField } from '../../offline/use-field.ts'
import { Icon } from '../../signs/icon.tsx'
import { Button } from '../../ui/button.tsx'
import { Empty, SkeletonRows } from '../../ui/loaded.tsx'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { AssetFacts } from '../asset/asset-facts.tsx'
import { OutcomeCard } from '../work-orders/outcome-card.tsx'
import { PartsCard } from '../work-orders/part-list.tsx'
import { navigationLink } from './navigation.ts'
import { SendingBar } from './sending-bar.tsx'
import { SkipButton } from './skip-button.tsx'
import { useDoing } from './use-doing.ts'
import { VisitDocuments } from './visit-documents.tsx'
import { VisitFiles } from './visit-files.tsx'
import { VisitFinish } from './visit-finish.tsx'
import { VisitNote } from './visit-note.tsx'

// What only some orders have; the pages' own files are all on the phone.
const LeakRoute = lazy(() => import('../leaks/leak-route.tsx').then((m) => ({ default: m.LeakRoute })))
const VisitInspection = lazy(() =>
  import('./visit-inspection.tsx').then((m) => ({ default: m.VisitInspection })),
)

/** One order in the field: everything on it works without coverage. */
export function VisitScreen() {
  const { id } = useParams({ from: '/$municipality/my-day/$id' })
  const { t } = useWords()
  const { code, user } = useHere()
  const { field, state } = useField()
  const visit = state?.day && seenDay(state.day.day, state, user.id).find(({ order }) => order.id === id)
  return (
    <div className="screen outdoors">
      {!state ? (
        <div aria-busy="true">
          <SkeletonRows rows={4} height={96} />
        </div>
      ) : visit ? (
        <Visit key={id} visit={visit} field={field} state={state} />
      ) : (
        <>
          <Empty title={t('visit.none')} level={1}>
            {t('visit.none.what')}
          </Empty>
          <Link className="button plain" to="/$municipality/my-day" params={{ municipality: code }}>
            {t('nav.my-day')}
          </Link>
        </>
      )}
    </div>
  )
}

function Visit({ visit, field, state }: { visit: SeenVisit; field: Field; state: FieldState }) {
  const { t } = useWords()
  const { code } = useHere()
  const { run, busy, failed } = useDoing()
  const { order, asset, stop } = visit
  const day = state.day!.day
  const ended = isEnded(order)
  const to = (next: 'in-progress' | 'assigned') => run(() => field.change(order, { state: next }))
  return (
    <>
      <ScreenHead
        title={order.title}
        lead={`${t('order.number', { number: String(order.number) })} · ${order.subjectName} · ${order.subject.tag} · ${t(`order.state.${order.state}`)}`}
      />
      <SendingBar state={state} />
      {visit.waiting && (
        <p className="visit-note quiet" role="status">
          <Icon name="sync" size={16} /> {t('visit.waiting')}
        </p>
      )}
      {stop?.skipped && !ended && (
        <p className="remark">{t('visit.skipped', { reason: stop.skipped.reason })}</p>
      )}
      {failed && (
        <p className="remark" role="alert">
          {t('field.not-kept')}
        </p>
      )}
      <div className="field-actions">
        {order.state === 'assigned' && (
          <Button look="strong" isDisabled={busy} onPress={() => to('in-progress')}>
            {t('order.move.in-progress')}
          </Button>
        )}
        {order.state === 'in-progress' && (
          <Button isDisabled={busy} onPress={() => to('assigned')}>
            {t('order.move.pause')}
          </Button>
        )}
        {ended && (
          <Button isDisabled={busy} onPress={() => to('in-progress')}>
            {t('order.move.reopen')}
          </Button>
        )}
        {order.position && (
          <a
            className="button plain"
            href={navigationLink(order.position, order.subjectName, navigator.userAgent)}
          >
            <Icon name="navigate" size={18} />
            {t('visit.navigate')}
          </a>
        )}
        {asset && (
          <Link
            className="button plain"
            to="/$municipality/map"
            params={{ municipality: code }}
            search={{ asset: asset.tag, prediction: undefined }}
          >
            <Icon name="map" size={18} />
            {t('nav.map')}
          </Link>
        )}
        {asset &&
          !ended &&
          (stop?.skipped ? (
            <Button
              isDisabled={busy}
              onPress={() =>
                run(() =>
                  field.changeRound(day.day, day.crew!, {
                    type: 'take-up',
                    asset: asset.tag,
                    order: order.id,
                  }),
                )
              }
            >
              {t('visit.take-up')}
            </Button>
          ) : (
            <SkipButton
              isDisabled={busy}
              onSkip={(reason) => {
                const skip = { type: 'skip', asset: asset.tag, order: order.id, reason } as const
                return run(() => field.changeRound(day.day, day.crew!, skip))
              }}
            />
          ))}
      </div>
      {visit.search && !ended && (
        <section className="card leak-search" aria-labelledby="leak-search">
          <h2 id="leak-search">{t('route.title')}</h2>
          <Suspense fallback={<SkeletonRows rows={3} height={48} />}>
            <LeakRoute search={visit.search} field />
          </Suspense>
        </section>
      )}
      {!ended &&
        (order.mode === null ? (
          <Suspense fallback={<SkeletonRows rows={3} height={48} />}>
            <VisitInspection order={order} asset={asset} field={field} />
          </Suspense>
        ) : (
          <VisitFinish
            {...{ order, field }}
            mode={order.mode}
            asset={asset?.tag ?? null}
            search={visit.search ?? null}
          />
        ))}
      {ended && order.outcome && <OutcomeCard outcome={order.outcome} />}
      {ended && <PartsCard order={order} />}
      {asset && <VisitFiles order={order} asset={asset.tag} field={field} entries={state.entries} />}
      <VisitNote order={order} field={field} />
      <VisitDocuments documents={visit.documents} />
      {asset && (
        <details className="card">
          <summary>{t('visit.facts', { name: asset.name })}</summary>
          <AssetFacts asset={asset} level={3} />
        </details>
      )}
    </>
  )
}
