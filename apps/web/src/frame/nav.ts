import type { Right, Service } from '@driftbild/core'
import type { UiIcon } from '../signs/ui-icons.ts'
import type { Here } from './here.tsx'

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
  { to: '/$municipality/water', icon: 'water', label: 'service.water', phone: false, service: 'water' },
  { to: '/$municipality/sewer', icon: 'sewer', label: 'service.sewer', phone: false, service: 'sewer' },
  {
    to: '/$municipality/lighting',
    icon: 'lighting',
    label: 'service.lighting',
    phone: false,
    service: 'lighting',
  },
  { to: '/$municipality/waste', icon: 'waste', label: 'service.waste', phone: false, service: 'waste' },
  { to: '/$municipality/alarms', icon: 'alarm', label: 'nav.alarms', phone: true },
  { to: '/$municipality/predictions', icon: 'prediction', label: 'nav.predictions', phone: false },
  { to: '/$municipality/faults', icon: 'fault', label: 'nav.faults', phone: false },
  { to: '/$municipality/orders', icon: 'work', label: 'nav.orders', phone: true },
  { to: '/$municipality/list', icon: 'register', label: 'nav.list', phone: false },
  {
    to: '/$municipality/renewal',
    icon: 'renewal',
    label: 'renewal.title',
    phone: false,
    right: 'plan-renewal',
  },
  { to: '/$municipality/data-health', icon: 'health', label: 'nav.data-health', phone: false },
  { to: '/$municipality/models', icon: 'model', label: 'nav.models', phone: false },
  {
    to: '/$municipality/admin',
    icon: 'admin',
    label: 'nav.admin',
    phone: false,
    right: 'manage-municipality',
  },
] as const satisfies readonly Place[]

interface Place {
  to: string
  icon: UiIcon
  label: string
  phone: boolean
  /** For those who see this service, or have this right, only. */
  service?: Service
  right?: Right
}

type Known = (typeof fieldPlaces | typeof places)[number]
type Goer = Pick<Here, 'fieldWorker' | 'may'>

/** The places of somebody, each once. */
export function placesFor({ fieldWorker, may }: Goer): readonly (Known & Place)[] {
  const open = places.filter(({ service, right }: Place) => may(right ?? 'see-assets', service ?? null))
  if (!fieldWorker) return open
  const others = open.filter(({ to }) => fieldPlaces.every((own) => own.to !== to))
  return [...fieldPlaces, ...others.map((place) => ({ ...place, phone: false as const }))] as (Known &
    Place)[]
}
