import type { MemberRole } from '@driftbild/core'
import { beforeAll, describe, expect, test } from 'vitest'
import { access, type RouteName } from '../http/rights.ts'
import type { Browser, TestCentre } from './centre.ts'

const NOBODY = '00000000-0000-4000-8000-000000000000'

const values: Record<string, string> = {
  tag: 'P-1',
  key: encodeURIComponent('P-1/power'),
  id: NOBODY,
  class: 'waste',
  service: 'water',
  priority: 'low',
  // A file's first piece, which never becomes whole.
  hash: `${'0'.repeat(64)}?from=0&total=3`,
  day: '2099-05-04',
  name: 'prov.geojson',
  z: '0',
  x: '0',
  y: '0.mvt',
}

const someScenario = { years: 20, budget: 0, considerFrom: 0.7, class: 'pump' }

const someDecision = {
  ...{
    isOverflow: true,
    began: 1,
    ended: null,
    volume: null,
    volumeSource: null,
    cause: 'rain',
    note: 'prov',
  },
}

const someOccasion = { kind: 'market', name: 'prov', from: '2026-05-04', to: '2026-05-04', expected: null }

const silence = { kind: 'by-design', rule: 'P-9/x#y', whileRule: 'z', reason: 'prov' }

/** The least that routes ask for in their address. */
const queries: Partial<Record<RouteName, string>> = {
  'GET /api/{kommunkod}/isolation': '?pipes=nowhere',
}

/** The least that passes each route's own checks, so that only the guard decides. */
const bodies: Partial<Record<RouteName, unknown>> = {
  'POST /api/{kommunkod}/alarms/{id}/actions': { type: 'acknowledge' },
  'POST /api/{kommunkod}/alarm-suppressions': silence,
  'POST /api/{kommunkod}/alarm-rules/{id}/settings': { setting: null, reason: 'prov' },
  'POST /api/{kommunkod}/inspections': {
    ...{ selection: { tags: ['none'] }, note: '', priority: 'normal', assignee: null, plannedFor: null },
  },
  'POST /api/{kommunkod}/alarm-suppressions/{id}/change': silence,
  'POST /api/{kommunkod}/predictions/{id}/judgement': { agree: true, reason: 'sett' },
  'POST /api/{kommunkod}/faults/{id}/merge': { other: NOBODY },
  'POST /api/{kommunkod}/faults/{id}/split': { evidence: [NOBODY] },
  'POST /api/{kommunkod}/work-orders': { fault: NOBODY },
  'POST /api/{kommunkod}/work-orders/{id}/commands': { commands: [] },
  'POST /api/{kommunkod}/rounds/{day}/commands': { name: 'Lag 2', commands: [] },
  'POST /api/{kommunkod}/rounds/{day}/order': { stops: [], depot: null },
  'POST /api/{kommunkod}/rounds/{day}/plan': { id: NOBODY, name: 'Lag 2', stops: [] },
  'POST /api/{kommunkod}/fault-reports': { id: NOBODY, asset: 'nowhere', mode: 'leak', text: '', at: 1 },
  'POST /api/{kommunkod}/documents': {
    ...{ id: NOBODY, kind: 'photo', name: 'x.jpg', hash: '0'.repeat(64), mediaType: 'image/jpeg' },
    ...{ asset: 'nowhere', order: null, madeAt: 1 },
  },
  'POST /api/{kommunkod}/assets/{tag}/changes': {
    ...{ reason: 'prov', fields: [{ field: 'builtYear', before: 1998, after: 1998 }] },
  },
  'POST /api/{kommunkod}/change-drafts': { kind: 'undo', set: NOBODY, overwrite: false },
  'POST /api/{kommunkod}/change-drafts/{id}/apply': { reason: 'prov' },
  'POST /api/{kommunkod}/imports/{name}': {
    type: 'FeatureCollection',
    features: [{ type: 'Feature', properties: { id: 'X-1' }, geometry: null }],
  },
  'POST /api/{kommunkod}/imports/{id}/plan': {
    contractor: '',
    mapping: {
      ...{ layer: '', crs: 3006, tag: 'id', class: { by: 'one', class: 'pipe' }, fields: [] },
      place: { from: 'none' },
    },
  },
  'POST /api/{kommunkod}/lighting/figures': { own: [] },
  'POST /api/{kommunkod}/lighting/groups/accept': { group: 'C-1/LED/nowhere', language: 'sv' },
  'POST /api/{kommunkod}/renewal/figures': { own: [] },
  'POST /api/{kommunkod}/renewal/scenarios': { name: 'prov', scenario: someScenario },
  'POST /api/{kommunkod}/renewal/plans': someScenario,
  'POST /api/{kommunkod}/renewal/exports': {
    ...{ scenario: someScenario, name: '', format: 'csv', language: 'sv' },
  },
  'POST /api/{kommunkod}/exports': { format: 'csv', selection: { tags: ['P-1'] } },
  'POST /api/{kommunkod}/enrolments': { name: 'Vattenverket' },
  'POST /api/{kommunkod}/models/{name}/switch': { on: true, reason: 'prov' },
  'POST /api/{kommunkod}/models/{name}/revision': { revision: null, reason: 'prov' },
  'POST /api/{kommunkod}/members': { email: 'prov@example.se', name: 'Prov', role: 'crew', service: null },
  'POST /api/{kommunkod}/members/end': { user: 'nobody', role: 'crew', service: null },
  'POST /api/{kommunkod}/settings': { name: 'Norrvik', zone: 'Europe/Stockholm', settings: {} },
  'POST /api/{kommunkod}/sites/{tag}/name': { name: 'Prov' },
  'POST /api/{kommunkod}/channels': {
    ...{ kind: 'webhook', name: 'prov', secret: '0123456789abcdef' },
    settings: { url: 'https://example.se/hook' },
  },
  'POST /api/{kommunkod}/notice-rules/{priority}': {
    ...{ channels: [NOBODY], escalateMinutes: null, quietFrom: null, quietTo: null },
  },
  'POST /api/{kommunkod}/shifts': {
    ...{ user: 'nobody', line: 1, service: null },
    ...{ from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' },
  },
  'POST /api/{kommunkod}/my-contact': { mail: null, sms: null },
  'POST /api/{kommunkod}/retention/{class}': { readingYears: null, fiveMinuteYears: null, decision: 'prov' },
  'POST /api/{kommunkod}/zones/{tag}/statements': { input: 'connections', value: 1, source: 'prov' },
  'POST /api/{kommunkod}/assets/{tag}/valve-conditions': { condition: 'stuck', note: 'prov' },
  'POST /api/{kommunkod}/zones/{tag}/leak-threshold': {
    ...{ threshold: 0.5, limits: { least: 0.3, most: 0.7, wanted: 0.5, fixed: null } },
  },
  'POST /api/{kommunkod}/occasions': { id: NOBODY, ...someOccasion, bins: ['nowhere'] },
  'POST /api/{kommunkod}/occasions/{id}/change': { revision: 1, ...someOccasion, bins: ['nowhere'] },
  'POST /api/{kommunkod}/occasions/{id}/end': { revision: 1 },
  'POST /api/{kommunkod}/occasions/{id}/undo': { revision: 1 },
  'POST /api/{kommunkod}/overflows': { id: NOBODY, station: 'nowhere', decision: someDecision },
  'POST /api/{kommunkod}/overflows/{id}/decision': someDecision,
  'POST /api/{kommunkod}/overflows/exports': { year: 2026, format: 'csv', language: 'sv' },
  // On a pump, which has no levels that could be proposed.
  'POST /api/{kommunkod}/assets/{tag}/level-proposal': {
    ...{ agree: false, reason: 'prov', proposed: { start: 1, stop: 0.5 } },
  },
  'POST /api/{kommunkod}/device-commands': { signal: 'P-9/speed', value: 1, unit: 'Hz', reason: 'prov' },
  'POST /api/{kommunkod}/device-commands/{id}/confirm': { value: 1 },
}

const everybody: readonly MemberRole[] = ['engineer', 'crew', 'planner', 'admin', 'operator']

/** Who gets past the guard, said once more by hand: the table that the guard reads can't check itself. */
const expected: Partial<Record<RouteName, readonly MemberRole[]>> = {
  'POST /api/{kommunkod}/alarms/{id}/actions': ['engineer', 'admin'],
  'POST /api/{kommunkod}/alarm-suppressions': ['engineer', 'admin'],
  'POST /api/{kommunkod}/alarm-rules/{id}/settings': ['engineer', 'admin'],
  'POST /api/{kommunkod}/alarm-suppressions/{id}/change': ['engineer', 'admin'],
  'POST /api/{kommunkod}/alarm-suppressions/{id}/end': ['engineer', 'admin'],
  'POST /api/{kommunkod}/predictions/{id}/judgement': ['engineer', 'admin'],
  'POST /api/{kommunkod}/faults/{id}/merge': ['engineer', 'admin'],
  'POST /api/{kommunkod}/faults/{id}/split': ['engineer', 'admin'],
  'POST /api/{kommunkod}/inspections': ['engineer', 'planner', 'admin'],
  'POST /api/{kommunkod}/work-orders': ['engineer', 'crew', 'admin'],
  'POST /api/{kommunkod}/work-orders/{id}/commands': ['engineer', 'crew', 'admin'],
  'POST /api/{kommunkod}/work-orders/{id}/leak-search': ['engineer', 'crew', 'admin'],
  'POST /api/{kommunkod}/assets/{tag}/valve-conditions': ['engineer', 'crew', 'admin'],
  'POST /api/{kommunkod}/zones/{tag}/leak-threshold': ['engineer', 'admin'],
  'POST /api/{kommunkod}/rounds/{day}/commands': ['engineer', 'crew', 'admin'],
  'GET /api/{kommunkod}/rounds/{day}': ['engineer', 'planner', 'admin'],
  'POST /api/{kommunkod}/rounds/{day}/order': ['engineer', 'planner', 'admin'],
  'POST /api/{kommunkod}/rounds/{day}/plan': ['engineer', 'planner', 'admin'],
  'POST /api/{kommunkod}/fault-reports': ['engineer', 'crew', 'admin'],
  'GET /api/{kommunkod}/blobs/{hash}': ['engineer', 'crew', 'admin'],
  'POST /api/{kommunkod}/blobs/{hash}': ['engineer', 'crew', 'admin'],
  'POST /api/{kommunkod}/documents': ['engineer', 'crew', 'admin'],
  'POST /api/{kommunkod}/collectors/{id}/revoke': ['admin'],
  'POST /api/{kommunkod}/enrolments': ['admin'],
  'POST /api/{kommunkod}/exports': ['engineer', 'planner', 'admin'],
  'GET /api/{kommunkod}/exports': ['engineer', 'planner', 'admin'],
  'POST /api/{kommunkod}/exports/{id}/remove': ['engineer', 'planner', 'admin'],
  'GET /api/{kommunkod}/exports/{id}/file': ['engineer', 'planner', 'admin'],
  'POST /api/{kommunkod}/assets/{tag}/changes': ['engineer', 'planner', 'admin'],
  'GET /api/{kommunkod}/change-sets': ['engineer', 'planner', 'admin'],
  'GET /api/{kommunkod}/change-sets/{id}': ['engineer', 'planner', 'admin'],
  'POST /api/{kommunkod}/change-drafts': ['engineer', 'planner', 'admin'],
  'GET /api/{kommunkod}/change-drafts/{id}': ['engineer', 'planner', 'admin'],
  'GET /api/{kommunkod}/change-drafts/{id}/rows': ['engineer', 'planner', 'admin'],
  'GET /api/{kommunkod}/change-drafts/{id}/places': ['engineer', 'planner', 'admin'],
  'GET /api/{kommunkod}/change-drafts/{id}/report': ['engineer', 'planner', 'admin'],
  'POST /api/{kommunkod}/change-drafts/{id}/apply': ['engineer', 'planner', 'admin'],
  'POST /api/{kommunkod}/change-drafts/{id}/cancel': ['engineer', 'planner', 'admin'],
  'POST /api/{kommunkod}/imports/{name}': ['engineer', 'planner', 'admin'],
  'POST /api/{kommunkod}/imports/{id}/plan': ['engineer', 'planner', 'admin'],
  'GET /api/{kommunkod}/import-mappings': ['engineer', 'planner', 'admin'],
  'GET /api/{kommunkod}/network-models': ['engineer', 'planner', 'admin'],
  'GET /api/{kommunkod}/lighting/figures': ['engineer', 'planner', 'admin'],
  'POST /api/{kommunkod}/lighting/figures': ['engineer', 'planner', 'admin'],
  'GET /api/{kommunkod}/lighting/plan': ['engineer', 'planner', 'admin'],
  'POST /api/{kommunkod}/lighting/groups/accept': ['engineer', 'planner', 'admin'],
  'GET /api/{kommunkod}/renewal/figures': ['engineer', 'planner', 'admin'],
  'POST /api/{kommunkod}/renewal/figures': ['engineer', 'planner', 'admin'],
  'GET /api/{kommunkod}/renewal/scenarios': ['engineer', 'planner', 'admin'],
  'POST /api/{kommunkod}/renewal/scenarios': ['engineer', 'planner', 'admin'],
  'POST /api/{kommunkod}/renewal/scenarios/{id}/remove': ['engineer', 'planner', 'admin'],
  'POST /api/{kommunkod}/renewal/plans': ['engineer', 'planner', 'admin'],
  'POST /api/{kommunkod}/renewal/exports': ['engineer', 'planner', 'admin'],
  'POST /api/{kommunkod}/models/{name}/switch': ['admin'],
  'POST /api/{kommunkod}/models/{name}/revisions': ['admin'],
  'POST /api/{kommunkod}/models/{name}/learning': ['admin'],
  'POST /api/{kommunkod}/models/{name}/revision': ['admin'],
  'GET /api/{kommunkod}/members': ['admin'],
  'POST /api/{kommunkod}/members': ['admin'],
  'POST /api/{kommunkod}/members/end': ['admin'],
  'POST /api/{kommunkod}/settings': ['admin'],
  'POST /api/{kommunkod}/sites/{tag}/name': ['admin'],
  'GET /api/{kommunkod}/audit': ['admin'],
  'GET /api/{kommunkod}/channels': ['admin'],
  'POST /api/{kommunkod}/channels': ['admin'],
  'POST /api/{kommunkod}/channels/{id}/remove': ['admin'],
  'POST /api/{kommunkod}/channels/{id}/test': ['admin'],
  'POST /api/{kommunkod}/notice-rules/{priority}': ['admin'],
  'POST /api/{kommunkod}/shifts': ['engineer', 'admin'],
  'POST /api/{kommunkod}/shifts/{id}/remove': ['engineer', 'admin'],
  'GET /api/{kommunkod}/colleagues': ['engineer', 'admin'],
  'GET /api/{kommunkod}/deliveries': ['engineer', 'admin'],
  'POST /api/{kommunkod}/retention/{class}': ['admin'],
  'GET /api/{kommunkod}/retention/{class}/preview': ['admin'],
  'POST /api/{kommunkod}/zones/{tag}/statements': ['engineer', 'planner', 'admin'],
  'POST /api/{kommunkod}/occasions': ['engineer', 'planner', 'admin'],
  'POST /api/{kommunkod}/occasions/{id}/change': ['engineer', 'planner', 'admin'],
  'POST /api/{kommunkod}/occasions/{id}/end': ['engineer', 'planner', 'admin'],
  'POST /api/{kommunkod}/occasions/{id}/undo': ['engineer', 'planner', 'admin'],
  'POST /api/{kommunkod}/overflows': ['engineer', 'admin'],
  'POST /api/{kommunkod}/overflows/{id}/decision': ['engineer', 'admin'],
  'POST /api/{kommunkod}/overflows/exports': ['engineer', 'planner', 'admin'],
  'POST /api/{kommunkod}/assets/{tag}/level-proposal': ['engineer', 'admin'],
  'POST /api/{kommunkod}/device-commands': ['operator'],
  'POST /api/{kommunkod}/device-commands/{id}/confirm': ['operator'],
  'POST /api/{kommunkod}/device-commands/{id}/withdraw': ['operator'],
}

const names = Object.keys(access) as RouteName[]
const personal = names.filter((name) => access[name].who === 'member')

function call(browser: Browser, name: RouteName, kommunkod: string): Promise<Response> {
  const [method, pattern] = name.split(' ') as [string, string]
  const path = pattern.replaceAll(/\{(.+?)\}/g, (_, part: string) =>
    part === 'kommunkod' ? kommunkod : values[part]!,
  )
  return method === 'GET' ? browser.get(path + (queries[name] ?? '')) : browser.post(path, bodies[name] ?? {})
}

async function statusOf(browser: Browser, name: RouteName, kommunkod = '9999'): Promise<number> {
  const answer = await call(browser, name, kommunkod)
  await answer.body?.cancel()
  return answer.status
}

export function rightsSuite(centre: () => TestCentre): void {
  const people = new Map<MemberRole, Browser>()
  beforeAll(async () => {
    for (const role of everybody) people.set(role, await centre().person([{ role }]))
  })

  test('there are routes for members to guard', () => {
    expect(personal.length).toBeGreaterThan(25)
  })

  test.each(personal)('%s asks a stranger to sign in', async (name) => {
    expect(await statusOf(centre().anybody, name)).toBe(401)
  })

  test.each(personal)('%s lets in who may and nobody else', async (name) => {
    const may = expected[name] ?? everybody
    for (const [role, browser] of people) {
      const status = await statusOf(browser, name)
      if (may.includes(role)) expect([200, 404], `${role}: ${status}`).toContain(status)
      else expect(status, role).toBe(403)
    }
  })

  test.each(personal)('%s does not exist for a member of another municipality', async (name) => {
    const engineer = people.get('engineer')!
    expect(await statusOf(engineer, name, '2580')).toBe(404)
    const answer = await call(engineer, name, '0114')
    expect(answer.status).toBe(404)
    await answer.body?.cancel()
  })

  test('a municipality that is here and one that is not give the same answer to somebody without a part', async () => {
    const engineer = people.get('engineer')!
    const [here, nowhere] = await Promise.all(
      ['2580', '0114'].map(async (code) => (await engineer.get(`/api/${code}/overview`)).json()),
    )
    expect(JSON.stringify(here).replace('2580', '')).toBe(JSON.stringify(nowhere).replace('0114', ''))
  })

  describe('within a municipality', () => {
    test('a member for lighting sees lamps, and neither pumps nor their signals', async () => {
      const lighting = await centre().person([{ role: 'engineer', service: 'lighting' }])
      const { items } = (await (await lighting.get('/api/9999/assets')).json()) as {
        items: { tag: string }[]
      }
      expect(items.map((item) => item.tag)).toEqual(['L-1', 'L-2', 'L-3', 'L-4'])
      expect((await lighting.get('/api/9999/assets/P-1')).status).toBe(404)
      const series = await lighting.get(`/api/9999/signals/${encodeURIComponent('P-1/power')}/series`)
      expect(series.status).toBe(404)
    })

    test('what is restricted is seen by engineers and not by crews', async () => {
      const [engineer, crew] = [people.get('engineer')!, people.get('crew')!]
      expect((await engineer.get('/api/9999/assets/W-1')).status).toBe(200)
      expect((await crew.get('/api/9999/assets/W-1')).status).toBe(404)
    })
  })

  test.each(names.filter((name) => access[name].who === 'collector'))(
    '%s wants a collector’s key',
    async (name) => {
      expect(await statusOf(people.get('admin')!, name)).toBe(401)
    },
  )

  test('health is told to anybody, figures are told to this machine and administrators', async () => {
    const { anybody } = centre()
    expect(await statusOf(anybody, 'GET /health/live')).toBe(200)
    expect(await statusOf(anybody, 'GET /health/ready')).toBeLessThan(504)
    expect(await statusOf(anybody, 'GET /metrics')).toBe(401)
    expect(await statusOf(people.get('engineer')!, 'GET /metrics')).toBe(403)
    const answer = await people.get('admin')!.get('/metrics')
    expect(await answer.text()).toContain('# TYPE driftbild_ingest_readings_total counter')
  })
}
