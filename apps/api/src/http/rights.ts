import type { OrderField, OrderState, Right } from '@driftbild/core'

/**
 * Who may call a route. `member` means: somebody with this right in the municipality of the path; what the
 * right is worth for one service is checked where the thing is known that the request is about.
 */
export type Access =
  | { who: 'anyone' }
  | { who: 'operator' }
  | { who: 'signed-in' }
  | { who: 'collector' }
  | { who: 'member'; right: Right }

const anyone: Access = { who: 'anyone' }
const collector: Access = { who: 'collector' }
const member = (right: Right): Access => ({ who: 'member', right })
const seer = member('see-assets')

/** Every route there is. One that is missing here can't be registered, and a test compares both ways. */
export const access = {
  'GET /health/live': anyone,
  'GET /health/ready': anyone,
  'GET /metrics': { who: 'operator' },
  'GET /api/openapi.json': anyone,
  'GET /api/me': { who: 'signed-in' },
  'POST /api/enrol': anyone,
  'GET /api/{kommunkod}/overview': seer,
  'GET /api/{kommunkod}/attention': seer,
  'GET /api/{kommunkod}/services/{service}/figures': seer,
  'GET /api/{kommunkod}/assets': seer,
  'GET /api/{kommunkod}/search': seer,
  'GET /api/{kommunkod}/assets/{tag}': seer,
  'GET /api/{kommunkod}/assets/{tag}/trace': seer,
  'GET /api/{kommunkod}/assets/{tag}/predictions': seer,
  'GET /api/{kommunkod}/assets/{tag}/alarms': seer,
  'GET /api/{kommunkod}/assets/{tag}/orders': seer,
  'GET /api/{kommunkod}/assets/{tag}/changes': seer,
  'POST /api/{kommunkod}/assets/{tag}/changes': member('edit-assets'),
  'GET /api/{kommunkod}/change-sets': member('edit-assets'),
  'GET /api/{kommunkod}/change-sets/{id}': member('edit-assets'),
  'POST /api/{kommunkod}/change-drafts': member('edit-assets'),
  'GET /api/{kommunkod}/change-drafts/{id}': member('edit-assets'),
  'GET /api/{kommunkod}/change-drafts/{id}/rows': member('edit-assets'),
  'GET /api/{kommunkod}/change-drafts/{id}/places': member('edit-assets'),
  'GET /api/{kommunkod}/change-drafts/{id}/report': member('edit-assets'),
  'POST /api/{kommunkod}/change-drafts/{id}/apply': member('edit-assets'),
  'POST /api/{kommunkod}/change-drafts/{id}/cancel': member('edit-assets'),
  'POST /api/{kommunkod}/imports/{name}': member('edit-assets'),
  'POST /api/{kommunkod}/imports/{id}/plan': member('edit-assets'),
  'GET /api/{kommunkod}/import-mappings': member('edit-assets'),
  'GET /api/{kommunkod}/signals/{key}/series': seer,
  'GET /api/{kommunkod}/signals/{key}/rollups': seer,
  'GET /api/{kommunkod}/series': seer,
  'GET /api/{kommunkod}/signals/{key}/forecast': seer,
  'GET /api/{kommunkod}/tiles/{z}/{x}/{y}': seer,
  'GET /api/{kommunkod}/base/{z}/{x}/{y}': seer,
  'GET /api/{kommunkod}/suspicion': seer,
  'GET /api/{kommunkod}/timeline': seer,
  'GET /api/{kommunkod}/moment': seer,
  'GET /api/{kommunkod}/moment/changes': seer,
  'GET /api/{kommunkod}/live': seer,
  'GET /api/{kommunkod}/alarms': seer,
  'GET /api/{kommunkod}/alarms/groups': seer,
  'GET /api/{kommunkod}/alarms/journal': seer,
  'GET /api/{kommunkod}/alarms/load': seer,
  'GET /api/{kommunkod}/alarm-suppressions': seer,
  'POST /api/{kommunkod}/alarm-suppressions': member('acknowledge-alarm'),
  'POST /api/{kommunkod}/alarm-suppressions/{id}/change': member('acknowledge-alarm'),
  'POST /api/{kommunkod}/alarm-suppressions/{id}/end': member('acknowledge-alarm'),
  'GET /api/{kommunkod}/assets/{tag}/alarm-rules': seer,
  'POST /api/{kommunkod}/alarms/{id}/actions': member('acknowledge-alarm'),
  'GET /api/{kommunkod}/predictions': seer,
  'GET /api/{kommunkod}/predictions/{id}': seer,
  'POST /api/{kommunkod}/predictions/{id}/judgement': member('judge-prediction'),
  'GET /api/{kommunkod}/faults': seer,
  'GET /api/{kommunkod}/faults/{id}': seer,
  'POST /api/{kommunkod}/faults/{id}/merge': member('judge-prediction'),
  'POST /api/{kommunkod}/faults/{id}/split': member('judge-prediction'),
  'GET /api/{kommunkod}/work-orders': seer,
  'POST /api/{kommunkod}/work-orders': member('do-order'),
  'GET /api/{kommunkod}/work-orders/{id}': seer,
  'POST /api/{kommunkod}/work-orders/{id}/commands': member('do-order'),
  'GET /api/{kommunkod}/work-orders/{id}/documents': seer,
  'GET /api/{kommunkod}/assets/{tag}/documents': seer,
  'GET /api/{kommunkod}/documents/{id}/content': seer,
  'GET /api/{kommunkod}/field-day': seer,
  'POST /api/{kommunkod}/rounds/{day}/commands': member('do-order'),
  'POST /api/{kommunkod}/fault-reports': member('do-order'),
  'GET /api/{kommunkod}/fault-reports/{id}': seer,
  'GET /api/{kommunkod}/blobs/{hash}': member('do-order'),
  'POST /api/{kommunkod}/blobs/{hash}': member('do-order'),
  'POST /api/{kommunkod}/documents': member('do-order'),
  'GET /api/{kommunkod}/zones': seer,
  'GET /api/{kommunkod}/zones/{tag}': seer,
  'GET /api/{kommunkod}/zones/{tag}/figures': seer,
  'GET /api/{kommunkod}/zones/{tag}/inflow': seer,
  'GET /api/{kommunkod}/zones/{tag}/balance': seer,
  'POST /api/{kommunkod}/zones/{tag}/statements': member('edit-assets'),
  'GET /api/{kommunkod}/collectors': seer,
  'POST /api/{kommunkod}/collectors/{id}/revoke': member('manage-collectors'),
  'POST /api/{kommunkod}/enrolments': member('manage-collectors'),
  'POST /api/{kommunkod}/exports': member('export-assets'),
  'GET /api/{kommunkod}/exports': member('export-assets'),
  'POST /api/{kommunkod}/exports/{id}/remove': member('export-assets'),
  'GET /api/{kommunkod}/exports/{id}/file': member('export-assets'),
  'GET /api/{kommunkod}/renewal/figures': member('plan-renewal'),
  'POST /api/{kommunkod}/renewal/figures': member('plan-renewal'),
  'GET /api/{kommunkod}/renewal/scenarios': member('plan-renewal'),
  'POST /api/{kommunkod}/renewal/scenarios': member('plan-renewal'),
  'POST /api/{kommunkod}/renewal/scenarios/{id}/remove': member('plan-renewal'),
  'POST /api/{kommunkod}/renewal/plans': member('plan-renewal'),
  'POST /api/{kommunkod}/renewal/exports': member('plan-renewal'),
  'GET /api/{kommunkod}/members': member('manage-members'),
  'POST /api/{kommunkod}/members': member('manage-members'),
  'POST /api/{kommunkod}/members/end': member('manage-members'),
  'GET /api/{kommunkod}/settings': seer,
  'POST /api/{kommunkod}/settings': member('manage-municipality'),
  'GET /api/{kommunkod}/sites': seer,
  'POST /api/{kommunkod}/sites/{tag}/name': member('manage-municipality'),
  'GET /api/{kommunkod}/audit': member('see-audit'),
  'GET /api/{kommunkod}/channels': member('manage-notices'),
  'POST /api/{kommunkod}/channels': member('manage-notices'),
  'POST /api/{kommunkod}/channels/{id}/remove': member('manage-notices'),
  'POST /api/{kommunkod}/channels/{id}/test': member('manage-notices'),
  'GET /api/{kommunkod}/notice-rules': seer,
  'POST /api/{kommunkod}/notice-rules/{priority}': member('manage-notices'),
  'GET /api/{kommunkod}/shifts': seer,
  'POST /api/{kommunkod}/shifts': member('manage-rota'),
  'POST /api/{kommunkod}/shifts/{id}/remove': member('manage-rota'),
  'GET /api/{kommunkod}/colleagues': member('manage-rota'),
  'GET /api/{kommunkod}/deliveries': member('manage-rota'),
  'GET /api/{kommunkod}/my-contact': seer,
  'POST /api/{kommunkod}/my-contact': seer,
  'GET /api/{kommunkod}/retention': seer,
  'POST /api/{kommunkod}/retention/{class}': member('manage-retention'),
  'GET /api/{kommunkod}/retention/{class}/preview': member('manage-retention'),
  'GET /api/{kommunkod}/signals/{key}/let-go': seer,
  'GET /api/{kommunkod}/device-commands': seer,
  'POST /api/{kommunkod}/device-commands': member('command-devices'),
  'POST /api/{kommunkod}/device-commands/{id}/confirm': member('command-devices'),
  'POST /api/{kommunkod}/device-commands/{id}/withdraw': member('command-devices'),
  'GET /api/{kommunkod}/models': seer,
  'POST /api/{kommunkod}/models/{name}/switch': member('manage-models'),
  'GET /api/{kommunkod}/jobs': seer,
  'GET /api/{kommunkod}/collectors/{id}/ledger': collector,
  'POST /api/{kommunkod}/collectors/{id}/batches': collector,
  'GET /api/{kommunkod}/collectors/{id}/commands': collector,
  'POST /api/{kommunkod}/collectors/{id}/commands/{command}/answer': collector,
} as const satisfies Record<string, Access>

export type RouteName = keyof typeof access

/** What a command to a work order in a state needs. Crews report, and put their own work aside; engineers decide. */
export function commandRight(from: OrderState, field: OrderField, value: unknown): Right {
  if (field === 'note' || field === 'outcome') return 'do-order'
  if (field !== 'state') return 'approve-order'
  if (from === 'in-progress' && value === 'assigned') return 'do-order'
  const reported: readonly OrderState[] = ['in-progress', 'done', 'not-found']
  return reported.includes(value as OrderState) ? 'do-order' : 'approve-order'
}
