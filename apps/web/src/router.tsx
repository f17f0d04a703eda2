import { assetStates, services } from '@driftbild/core'
import { createRootRoute, createRoute, createRouter, Outlet } from '@tanstack/react-router'
import { meQuery } from './data/me.ts'
import { overviewQuery } from './data/overview.ts'
import { queryClient } from './data/query-client.ts'
import { MunicipalityFrame } from './frame/municipality-frame.tsx'
import { NotFound } from './frame/not-found.tsx'
import { Start } from './frame/start.tsx'
import { type MapSearch, mapLists, traceWays } from './screens/map/map-search.ts'
import { screens } from './screens/table.ts'
import { assetClassNames } from './signs/class-icons.ts'
import { Failed } from './ui/loaded.tsx'

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound })

/** Search values come from a person's address bar: what isn't known is dropped. */
const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined
const oneOf = <T extends string>(value: unknown, allowed: readonly T[]): T | undefined =>
  allowed.find((known) => known === value)

const failure = (search: Record<string, unknown>): { error?: string | undefined } => ({
  error: text(search.error),
})
const start = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: Start,
  validateSearch: failure,
})
const signIn = createRoute({
  getParentRoute: () => root,
  path: 'sign-in',
  component: screens.signIn,
  validateSearch: (search): { error?: string | undefined; token?: string | undefined } => ({
    ...failure(search),
    token: text(search.token),
  }),
})

const statement = createRoute({
  getParentRoute: () => root,
  path: 'accessibility',
  component: screens.statement,
})

const municipality = createRoute({
  getParentRoute: () => root,
  path: '$municipality',
  component: MunicipalityFrame,
  loader: () => void queryClient.prefetchQuery(meQuery()),
})
const at = () => municipality

const overview = createRoute({ getParentRoute: at, path: '/', component: screens.overview })
const water = createRoute({ getParentRoute: at, path: 'water', component: screens.water })
const sewer = createRoute({ getParentRoute: at, path: 'sewer', component: screens.sewer })
const lighting = createRoute({ getParentRoute: at, path: 'lighting', component: screens.lighting })
const lamps = createRoute({ getParentRoute: at, path: 'lighting/lamps', component: screens.lamps })
const waste = createRoute({ getParentRoute: at, path: 'waste', component: screens.waste })
const zone = createRoute({ getParentRoute: at, path: 'zones/$tag', component: screens.zone })
const map = createRoute({
  getParentRoute: at,
  path: 'map',
  component: screens.map,
  loader: ({ params }) => void queryClient.prefetchQuery(overviewQuery(params.municipality)),
  validateSearch: (search): MapSearch => ({
    asset: text(search.asset),
    prediction: text(search.prediction),
    place: text(search.place),
    service: oneOf(search.service, services),
    class: oneOf(search.class, assetClassNames),
    state: oneOf(search.state, assetStates),
    zone: text(search.zone),
    at: text(search.at),
    since: text(search.since),
    trace: oneOf(search.trace, traceWays),
    edit: oneOf(search.edit, ['place']),
    list: oneOf(search.list, mapLists),
    ...(text(search.shut) && { shut: text(search.shut), way: oneOf(search.way, ['fewest-valves']) }),
  }),
})
const list = createRoute({
  getParentRoute: at,
  path: 'list',
  component: screens.list,
  validateSearch: (search) => ({
    q: text(search.q),
    service: oneOf(search.service, services),
    class: oneOf(search.class, assetClassNames),
    state: oneOf(search.state, assetStates),
    zone: text(search.zone),
    ...(text(search.columns) && { columns: text(search.columns) }),
    ...(text(search.box) && { box: text(search.box) }),
    ...(text(search.area) && { area: text(search.area) }),
  }),
})
const asset = createRoute({ getParentRoute: at, path: 'assets/$tag', component: screens.asset })
const changes = createRoute({ getParentRoute: at, path: 'changes', component: screens.changes })
const importFiles = createRoute({ getParentRoute: at, path: 'import', component: screens.import })
const overflows = createRoute({ getParentRoute: at, path: 'sewer/overflows', component: screens.overflows })
const energy = createRoute({ getParentRoute: at, path: 'energy', component: screens.energy })
const pumps = createRoute({ getParentRoute: at, path: 'pumps', component: screens.pumps })
const renewal = createRoute({ getParentRoute: at, path: 'renewal', component: screens.renewal })
const everythingOr = (key: string) => (search: Record<string, unknown>) => ({
  show: oneOf(search.show, [key, 'all']),
})
const predictions = createRoute({
  getParentRoute: at,
  path: 'predictions',
  component: screens.predictions,
  validateSearch: (search) => ({
    ...everythingOr('standing')(search),
    service: oneOf(search.service, services),
  }),
})
const prediction = createRoute({ getParentRoute: at, path: 'predictions/$id', component: screens.prediction })
const faults = createRoute({ getParentRoute: at, path: 'faults', component: screens.faults })
const fault = createRoute({ getParentRoute: at, path: 'faults/$id', component: screens.fault })
const orders = createRoute({
  getParentRoute: at,
  path: 'orders',
  component: screens.orders,
  validateSearch: everythingOr('open'),
})
const order = createRoute({ getParentRoute: at, path: 'orders/$id', component: screens.order })
const alarms = createRoute({
  getParentRoute: at,
  path: 'alarms',
  component: screens.alarms,
  validateSearch: everythingOr('active'),
})
const alarmJournal = createRoute({
  getParentRoute: at,
  path: 'alarms/journal',
  component: screens.alarmJournal,
})
const alarmLoad = createRoute({ getParentRoute: at, path: 'alarms/load', component: screens.alarmLoad })
const onCall = createRoute({ getParentRoute: at, path: 'alarms/on-call', component: screens.onCall })
const dataHealth = createRoute({ getParentRoute: at, path: 'data-health', component: screens.dataHealth })
const models = createRoute({ getParentRoute: at, path: 'models', component: screens.models })
const model = createRoute({ getParentRoute: at, path: 'models/$name', component: screens.model })
const people = createRoute({ getParentRoute: at, path: 'admin', component: screens.people })
const ownSettings = createRoute({
  getParentRoute: at,
  path: 'admin/municipality',
  component: screens.municipality,
})
const sites = createRoute({ getParentRoute: at, path: 'admin/sites', component: screens.sites })
const silenced = createRoute({ getParentRoute: at, path: 'admin/silenced', component: screens.silenced })
const retention = createRoute({ getParentRoute: at, path: 'admin/retention', component: screens.retention })
const audit = createRoute({ getParentRoute: at, path: 'admin/audit', component: screens.audit })
const profile = createRoute({ getParentRoute: at, path: 'profile', component: screens.profile })
const myDay = createRoute({ getParentRoute: at, path: 'my-day', component: screens.myDay })
const visit = createRoute({ getParentRoute: at, path: 'my-day/$id', component: screens.visit })
const drive = createRoute({
  getParentRoute: at,
  path: 'my-day/drive',
  component: screens.drive,
  validateSearch: (search): { stop?: string | undefined } => ({ stop: text(search.stop) }),
})
const rounds = createRoute({
  getParentRoute: at,
  path: 'rounds',
  component: screens.rounds,
  validateSearch: (search): { day?: string | undefined } => ({ day: text(search.day) }),
})
const report = createRoute({
  getParentRoute: at,
  path: 'report',
  component: screens.report,
  validateSearch: (search): { asset?: string | undefined } => ({ asset: text(search.asset) }),
})
const sync = createRoute({ getParentRoute: at, path: 'sync', component: screens.sync })

export const router = createRouter({
  routeTree: root.addChildren([
    start,
    signIn,
    statement,
    municipality.addChildren([
      overview,
      water,
      sewer,
      lighting,
      lamps,
      waste,
      zone,
      map,
      list,
      asset,
      changes,
      importFiles,
      renewal,
      overflows,
      energy,
      pumps,
      predictions,
      prediction,
      faults,
      fault,
      orders,
      order,
      alarms,
      alarmJournal,
      alarmLoad,
      onCall,
      dataHealth,
      models,
      model,
      people,
      ownSettings,
      sites,
      silenced,
      retention,
      audit,
      profile,
      myDay,
      visit,
      drive,
      rounds,
      report,
      sync,
    ]),
  ]),
  defaultPreload: 'intent',
  defaultErrorComponent: ({ error, reset }) => <Failed error={error} level={1} retry={reset} />,
  scrollRestoration: true,
  scrollToTopSelectors: ['#page'],
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
