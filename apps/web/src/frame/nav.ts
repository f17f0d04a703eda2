import type { UiIcon } from '../signs/ui-icons.ts'

/** A crew's own places, before all others and as its tabs. */
const fieldPlaces = [
  { to: '/$municipality/my-day', icon: 'day', label: 'nav.my-day', phone: true },
  { to: '/$municipality/map', icon: 'map', label: 'nav.map', phone: true },
  { to: '/$municipality/report', icon: 'report', label: 'nav.report', phone: true },
  { to: '/$municipality/sync', icon: 'sync', label: 'nav.sync', phone: true },
] as const satisfies readonly Place[]

/** Where one can go, in the order of the rail. `phone` places come as tabs below, the rest under "more". */
const places = [
  { to: '/$municipality', icon: 'overview', label: 'nav.overview', phone: true },
  { to: '/$municipality/map', icon: 'map', label: 'nav.map', phone: true },
  { to: '/$municipality/alarms', icon: 'alarm', label: 'nav.alarms', phone: true },
  { to: '/$municipality/predictions', icon: 'prediction', label: 'nav.predictions', phone: false },
  { to: '/$municipality/faults', icon: 'fault', label: 'nav.faults', phone: false },
  { to: '/$municipality/orders', icon: 'work', label: 'nav.orders', phone: true },
  { to: '/$municipality/list', icon: 'register', label: 'nav.list', phone: false },
  { to: '/$municipality/data-health', icon: 'health', label: 'nav.data-health', phone: false },
  { to: '/$municipality/models', icon: 'model', label: 'nav.models', phone: false },
] as const satisfies readonly Place[]

interface Place {
  to: string
  icon: UiIcon
  label: string
  phone: boolean
}

/** The places of somebody, each once. */
export const placesFor = ({ fieldWorker }: { fieldWorker: boolean }) =>
  fieldWorker
    ? [
        ...fieldPlaces,
        ...places
          .filter(({ to }) => fieldPlaces.every((own) => own.to !== to))
          .map((place) => ({ ...place, phone: false })),
      ]
    : places
