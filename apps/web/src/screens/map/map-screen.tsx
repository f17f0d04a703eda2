import { type Box, boxOf } from '@driftbild/core'
import { useInfiniteQuery, useQueries, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { lazy, Suspense, useMemo, useState } from 'react'
import { alarmsQuery } from '../../data/alarms.ts'
import { type AssetPage, assetQuery } from '../../data/assets.ts'
import { isolationQuery } from '../../data/leaks.ts'
import { traceQuery } from '../../data/network.ts'
import { overviewQuery } from '../../data/overview.ts'
import { allItems } from '../../data/page.ts'
import { type PredictionView, predictionQuery } from '../../data/predictions.ts'
import { callsForPerson } from '../../frame/calls.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import type { ShapeEditing } from '../../map/edit-shape.ts'
import { MapView } from '../../map/map-view.tsx'
import type { MapView as View } from '../../map/view.ts'
import { useHiddenClasses } from '../../map/visible-classes.ts'
import { Button } from '../../ui/button.tsx'
import { afterFirstPicture } from '../../ui/first-picture.ts'
import { Failed } from '../../ui/loaded.tsx'
import { usePhone } from '../../ui/media.ts'
import { useDataNow, useNow } from '../../ui/now.ts'
import { usePageTitle } from '../../ui/screen-head.tsx'
import { useWhereItMayBe } from './came-by.ts'
import {
  boxAround,
  boxOfShut,
  boxOfTrace,
  type MapFilter as Filter,
  type MapSearch,
  tileFilter,
} from './map-search.ts'
import { MomentNote } from './moment-note.tsx'
import { PANEL_WIDTH, SHEET_SHARE } from './panel-size.ts'
import { SuspicionNote } from './suspicion-note.tsx'
import { momentOf, momentText } from './time-window.ts'

// What is opened beside the map comes behind it: the map is what somebody came for.
const MapFilter = lazy(() =>
  afterFirstPicture(() => import('./map-filter.tsx')).then((m) => ({ default: m.MapFilter })),
)
const AssetPanel = lazy(() => import('./asset-panel.tsx').then((m) => ({ default: m.AssetPanel })))
const PastPanel = lazy(() => import('./past-panel.tsx').then((m) => ({ default: m.PastPanel })))
const TimeBar = lazy(() =>
  afterFirstPicture(() => import('./time-bar.tsx')).then((m) => ({ default: m.TimeBar })),
)
const ShutPanel = lazy(() => import('./shut-panel.tsx').then((m) => ({ default: m.ShutPanel })))
const SuspicionPanel = lazy(() =>
  import('./suspicion-panel.tsx').then((m) => ({ default: m.SuspicionPanel })),
)

/** The map with what is chosen beside it, now or at a past moment; all of it stands in the address. */
export function MapScreen() {
  const { t } = useWords()
  const { code } = useHere()
  const navigate = useNavigate()
  const phone = usePhone()
  const search = useSearch({ from: '/$municipality/map' })
  const { asset: tag, prediction: predictionId, service, class: named, state, zone } = search
  const filter = useMemo<Filter>(
    () => ({ service, class: named, state, zone }),
    [service, named, state, zone],
  )
  const overview = useQuery(overviewQuery(code))
  const { at, since } = useMoments(search)
  const asset = useQuery({ ...assetQuery(code, tag ?? ''), enabled: tag !== undefined })
  const prediction = useQuery({
    ...predictionQuery(code, predictionId ?? ''),
    enabled: predictionId !== undefined,
  })
  const calling = useCalling(code)
  const hidden = useHiddenClasses()
  const [width, setWidth] = useState<number>(PANEL_WIDTH.ordinary)
  const [editing, setEditing] = useState<ShapeEditing | null>(null)
  usePageTitle(t('nav.map'))

  const traced = useQuery({
    ...traceQuery(code, tag ?? '', search.trace ?? 'downstream', at),
    enabled: tag !== undefined && search.trace !== undefined,
  })
  const shut = useQuery({
    ...isolationQuery(code, search.shut ?? '', search.way ?? 'least-area'),
    enabled: search.shut !== undefined && at === null,
  })
  const geometry = asset.data?.geometry ?? null
  const candidates = useWhereItMayBe(code, predictionId ? prediction.data : undefined)
  // Without a chosen asset a prediction is looked at where it most likely is.
  const suspected = useSuspectedBox(code, tag === undefined ? (candidates ?? NONE) : NONE)
  const view = useMemo<View>(
    () => ({
      shown: tileFilter(filter, hidden, { at, since }),
      selected: tag && geometry ? { tag, geometry } : null,
      suspicion: candidates ?? [],
      heat: search.list === 'suspicion' && at === null && since === null,
      traced: traced.data ?? null,
      shut: search.shut === undefined ? null : (shut.data ?? null),
      calling: at === null && since === null ? calling : NOBODY,
    }),
    [
      filter,
      hidden,
      at,
      since,
      tag,
      geometry,
      candidates,
      search.list,
      search.shut,
      traced.data,
      shut.data,
      calling,
    ],
  )
  const covered = useMemo(
    () =>
      tag === undefined
        ? { right: 0, bottom: 0 }
        : phone
          ? { right: 0, bottom: innerHeight * SHEET_SHARE }
          : { right: 0, bottom: 0 },
    [tag, phone],
  )
  const lookAt = useMemo(() => boxAround(search.place), [search.place])
  const tracedBox = useMemo(() => (traced.data ? boxOfTrace(traced.data) : null), [traced.data])
  const shutBox = useMemo(() => (shut.data ? boxOfShut(shut.data) : null), [shut.data])
  const change = (next: Partial<MapSearch>) =>
    navigate({
      to: '/$municipality/map',
      params: { municipality: code },
      search: { ...search, ...next },
    })
  const choose = (next: string | null) =>
    change({ asset: next ?? undefined, trace: undefined, edit: undefined })
  const changeTime = (next: { at?: number | null; since?: number | null }) => {
    const text = (ms: number | null) => (ms === null ? undefined : momentText(ms))
    return change({
      ...(next.at !== undefined && { at: text(next.at) }),
      ...(next.since !== undefined && { since: text(next.since) }),
    })
  }
  const isPast = at !== null || since !== null
  const listed = isPast && search.list === 'moment'
  const place = { phone, width, onWidth: setWidth }
  return (
    <div className="map-screen" style={{ '--panel-width': `${width}px` } as React.CSSProperties}>
      <h1 className="visually-hidden">{t('nav.map')}</h1>
      <Link
        to="/$municipality/list"
        params={{ municipality: code }}
        search={{ ...filter, q: undefined }}
        className="visually-hidden-until-focus button plain"
      >
        {t('map.as-list')}
      </Link>
      {overview.data ? (
        <MapView
          box={overview.data.box}
          services={overview.data.services}
          view={view}
          focus={geometry}
          lookAt={tracedBox ?? shutBox ?? suspected ?? lookAt}
          covered={covered}
          editing={editing}
          onChoose={choose}
        >
          <Suspense fallback={null}>
            <MapFilter filter={filter} services={overview.data.services} onChange={change} />
          </Suspense>
          {!isPast && !(phone && (tag !== undefined || search.list !== undefined)) && (
            <Button
              icon="prediction"
              aria-pressed={search.list === 'suspicion'}
              onPress={() =>
                change({ list: search.list === 'suspicion' ? undefined : 'suspicion', asset: undefined })
              }
            >
              {t('heat.button')}
            </Button>
          )}
        </MapView>
      ) : overview.error ? (
        <Failed error={overview.error} retry={() => overview.refetch()} />
      ) : (
        <div className="map skeleton" aria-busy="true" />
      )}
      {prediction.data && tag === undefined && (
        <SuspicionNote prediction={prediction.data} onClose={() => change({ prediction: undefined })} />
      )}
      {isPast && !(phone && (tag !== undefined || listed)) && (
        <MomentNote
          at={at}
          since={since}
          listed={listed}
          onList={() => change({ list: listed ? undefined : 'moment', asset: undefined })}
        />
      )}
      <Suspense fallback={null}>
        {tag !== undefined ? (
          <AssetPanel
            {...place}
            key={tag}
            tag={tag}
            at={at}
            search={search}
            onTrace={(way) => change({ trace: way ?? undefined })}
            onEdit={(edit) => change({ edit, trace: undefined })}
            onEditing={setEditing}
            onClose={() => (search.edit ? change({ edit: undefined }) : choose(null))}
          />
        ) : (
          listed && (
            <PastPanel
              {...place}
              at={at}
              since={since}
              search={search}
              onClose={() => change({ list: undefined })}
            />
          )
        )}
        {tag === undefined && !isPast && search.shut !== undefined && (
          <ShutPanel
            {...place}
            pipes={search.shut}
            way={search.way ?? 'least-area'}
            onChange={change}
            onClose={() => change({ shut: undefined, way: undefined })}
          />
        )}
        {tag === undefined && !isPast && search.shut === undefined && search.list === 'suspicion' && (
          <SuspicionPanel {...place} search={search} onClose={() => change({ list: undefined })} />
        )}
      </Suspense>
      <Suspense fallback={<div className="time-bar time-coming" />}>
        <TimeBar at={msOf(at)} since={msOf(since)} onChange={changeTime} />
      </Suspense>
    </div>
  )
}

const NOBODY: readonly string[] = []

const msOf = (at: string | null): number | null => (at === null ? null : Date.parse(at))

/** The moments of an address, each on a step: what is no moment before now is none. */
function useMoments({ at, since }: MapSearch): { at: string | null; since: string | null } {
  const now = useDataNow()
  const then = momentOf(at, now)
  const before = momentOf(since, then ?? now)
  return {
    at: then === null ? null : momentText(then),
    since: before === null ? null : momentText(before),
  }
}

const NONE: PredictionView['candidates'] = []
const LIKELIEST = 4

/** Around the likeliest places of a prediction; null until they are known. */
function useSuspectedBox(code: string, candidates: PredictionView['candidates']): Box | null {
  return useQueries({
    queries: candidates.slice(0, LIKELIEST).map(({ asset }) => assetQuery(code, asset)),
    combine: boxOfAll,
  })
}

function boxOfAll(results: readonly { data?: AssetPage | undefined }[]): Box | null {
  const boxes = results.flatMap(({ data }) => (data ? [boxOf(data.geometry)] : []))
  if (boxes.length === 0 || boxes.length < results.length) return null
  return [
    Math.min(...boxes.map((b) => b[0])),
    Math.min(...boxes.map((b) => b[1])),
    Math.max(...boxes.map((b) => b[2])),
    Math.max(...boxes.map((b) => b[3])),
  ]
}

/** Assets whose critical alarm nobody has seen; the same list until it really changes. */
function useCalling(code: string): readonly string[] {
  const now = useNow()
  const alarms = useInfiniteQuery(alarmsQuery(code, true))
  const names = allItems(alarms.data)
    .filter((alarm) => alarm.priority === 'critical' && callsForPerson(alarm, now))
    .map((alarm) => alarm.asset)
    .sort()
    .join('\n')
  return useMemo(() => (names === '' ? [] : names.split('\n')), [names])
}
