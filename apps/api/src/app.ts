import type { Context } from 'hono'
import { CLIENT_HEADER } from './auth/auth.ts'
import { type App, type AppEnv, newApp } from './http/app-env.ts'
import { guardAll, requireGuarded } from './http/define-route.ts'
import { createGuard } from './http/guard.ts'
import { answerError, problemResponse } from './http/problems.ts'
import { rateLimit } from './http/rate-limit.ts'
import { onlyOwnHost, ownOrigins, sameOriginWrites } from './http/same-origin.ts'
import { securityHeaders } from './http/security-headers.ts'
import { smallBodies } from './http/small-bodies.ts'
import { staticWeb } from './http/static-web.ts'
import { alarmGroupRoutes } from './routes/alarm-groups.ts'
import { alarmJournalRoutes } from './routes/alarm-journal.ts'
import { alarmLoadRoutes } from './routes/alarm-load.ts'
import { alarmRuleRoutes } from './routes/alarm-rules.ts'
import { alarmSettingRoutes } from './routes/alarm-settings.ts'
import { alarmRoutes } from './routes/alarms.ts'
import { assetChangeRoutes } from './routes/asset-changes.ts'
import { assetRoutes } from './routes/assets.ts'
import { attentionRoutes } from './routes/attention.ts'
import { auditRoutes } from './routes/audit.ts'
import { balanceRoutes } from './routes/balance.ts'
import { blobRoutes } from './routes/blobs.ts'
import { changeDraftRoutes } from './routes/change-drafts.ts'
import { changeSetRoutes } from './routes/change-sets.ts'
import { channelRoutes } from './routes/channels.ts'
import { collectorRoutes } from './routes/collectors.ts'
import { deviceCommandRoutes } from './routes/device-commands.ts'
import { documentRoutes } from './routes/documents.ts'
import { energyRoutes } from './routes/energy.ts'
import { enrolmentRoutes } from './routes/enrolments.ts'
import { exportRoutes } from './routes/exports.ts'
import { faultReportRoutes } from './routes/fault-reports.ts'
import { faultRoutes } from './routes/faults.ts'
import { fieldDayRoutes } from './routes/field-day.ts'
import { figureRoutes } from './routes/figures.ts'
import { healthRoutes } from './routes/health.ts'
import { importRoutes } from './routes/imports.ts'
import { inspectionRoutes } from './routes/inspections.ts'
import { jobRoutes } from './routes/jobs.ts'
import { leakSearchRoutes } from './routes/leak-searches.ts'
import { lightingRoutes } from './routes/lighting.ts'
import { liveRoutes } from './routes/live.ts'
import { meRoutes } from './routes/me.ts'
import { memberRoutes } from './routes/members.ts'
import { modelRecordRoutes } from './routes/model-record.ts'
import { modelRoutes } from './routes/models.ts'
import { momentRoutes } from './routes/moments.ts'
import { networkRoutes } from './routes/network.ts'
import { occasionRoutes } from './routes/occasions.ts'
import { openapiRoutes } from './routes/openapi.ts'
import { overflowRoutes } from './routes/overflows.ts'
import { overviewRoutes } from './routes/overview.ts'
import { predictionStoryRoutes } from './routes/prediction-story.ts'
import { predictionRoutes } from './routes/predictions.ts'
import { pumpRoutes } from './routes/pumps.ts'
import { readingRoutes } from './routes/readings.ts'
import { renewalRoutes } from './routes/renewal.ts'
import { retentionRoutes } from './routes/retention.ts'
import { rotaRoutes } from './routes/rota.ts'
import { roundPlanRoutes } from './routes/round-plans.ts'
import { roundRoutes } from './routes/rounds.ts'
import { searchRoutes } from './routes/search.ts'
import { settingsRoutes } from './routes/settings.ts'
import { sewerInflowRoutes } from './routes/sewer-inflow.ts'
import { signalRoutes } from './routes/signals.ts'
import { suppressionRoutes } from './routes/suppressions.ts'
import { tileRoutes } from './routes/tiles.ts'
import { travelTimeRoutes } from './routes/travel-times.ts'
import { valveRoutes } from './routes/valves.ts'
import { workOrderRoutes } from './routes/work-orders.ts'
import { zoneLeakRoutes } from './routes/zone-leaks.ts'
import { zoneRoutes } from './routes/zones.ts'
import type { Services } from './services.ts'

const nouns = [
  healthRoutes,
  openapiRoutes,
  meRoutes,
  overviewRoutes,
  attentionRoutes,
  figureRoutes,
  assetRoutes,
  assetChangeRoutes,
  changeSetRoutes,
  changeDraftRoutes,
  importRoutes,
  inspectionRoutes,
  searchRoutes,
  signalRoutes,
  tileRoutes,
  travelTimeRoutes,
  liveRoutes,
  alarmRoutes,
  alarmGroupRoutes,
  alarmJournalRoutes,
  alarmLoadRoutes,
  alarmRuleRoutes,
  alarmSettingRoutes,
  suppressionRoutes,
  memberRoutes,
  settingsRoutes,
  auditRoutes,
  channelRoutes,
  rotaRoutes,
  predictionRoutes,
  predictionStoryRoutes,
  faultRoutes,
  workOrderRoutes,
  leakSearchRoutes,
  fieldDayRoutes,
  roundPlanRoutes,
  roundRoutes,
  faultReportRoutes,
  blobRoutes,
  documentRoutes,
  zoneRoutes,
  balanceRoutes,
  zoneLeakRoutes,
  occasionRoutes,
  overflowRoutes,
  sewerInflowRoutes,
  energyRoutes,
  pumpRoutes,
  collectorRoutes,
  deviceCommandRoutes,
  enrolmentRoutes,
  readingRoutes,
  renewalRoutes,
  lightingRoutes,
  retentionRoutes,
  exportRoutes,
  modelRoutes,
  modelRecordRoutes,
  momentRoutes,
  networkRoutes,
  valveRoutes,
  jobRoutes,
]

export interface Connection {
  /** Address of the other end of the connection; null where there is none, as in a test. */
  remoteAddress(c: Context<AppEnv>): string | null
}

/** The whole HTTP surface, made from values; it opens nothing and listens nowhere. */
export function createApp(services: Services, { remoteAddress }: Connection): App {
  const { auth, people, log, baseUrl, behindProxy, webFolder } = services
  const origins = ownOrigins(baseUrl)
  const app = newApp()
  app.onError((error, c) => answerError(error, c, log))
  app.notFound((c) => problemResponse(404, { code: 'not-found', ref: c.req.path }))

  app.use(securityHeaders(baseUrl.startsWith('https://')))
  if (!behindProxy) app.use(onlyOwnHost(origins))
  app.use(async (c, next) => {
    c.set('person', null)
    c.set('collector', null)
    c.set('client', clientOf(c, remoteAddress(c), behindProxy))
    await next()
  })
  app.use(sameOriginWrites(origins))
  app.use('/api/*', async (c, next) => {
    await next()
    if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store')
  })
  app.use('/api/*', smallBodies)
  app.use('/api/enrol', rateLimit({ most: 10, windowMs: 60_000, clock: () => performance.now() }))

  app.on(['GET', 'POST'], '/api/auth/*', async (c) => {
    const headers = new Headers(c.req.raw.headers)
    headers.set(CLIENT_HEADER, c.get('client'))
    const response = await auth.handler(new Request(c.req.raw, { headers }))
    if (c.req.method === 'POST') people.forget()
    return response
  })

  const isLocal = (c: Context<AppEnv>) => !behindProxy && isLoopback(remoteAddress(c) ?? '127.0.0.1')
  guardAll(app, createGuard({ people, db: services.db, isLocal }))
  for (const register of nouns) register(app, services)
  requireGuarded(app)

  app.use(staticWeb(webFolder))
  return app
}

/** Whose tries are counted together. A proxy appends the address it saw; what came before it is anybody's word. */
function clientOf(c: Context<AppEnv>, address: string | null, behindProxy: boolean): string {
  const forwarded = behindProxy ? c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined
  return forwarded || address || '127.0.0.1'
}

const isLoopback = (address: string): boolean =>
  address === '::1' || /^(::ffff:)?127\.\d+\.\d+\.\d+$/.test(address)
