import {
  type Figure,
  type Lack,
  pumpMeasures,
  pumpModes,
  rowOutcomes,
  wasteReasons,
} from '@driftbild/api/contract'
import {
  type AlarmRule,
  Assessment,
  type AssetClass,
  assetClasses,
  assetStates,
  type BulkRule,
  balanceLines,
  balanceLineUnits,
  changeSources,
  checklists,
  dueReasons,
  type FaultEvidence,
  faultModes,
  flowSources,
  grades,
  groupRules,
  inspectionChecklist,
  leakClasses,
  memberRoles,
  orderFields,
  orderKinds,
  orderStates,
  overflowCauses,
  placeMethods,
  priorities,
  type Quality,
  reasons,
  roles,
  rowProblems,
  savingInputs,
  services,
  silenceReasons,
  statedInputs,
  units,
  valveConditions,
  visibilities,
  volumeSources,
} from '@driftbild/core'
import { inpProblemCodes, type LeftOut } from '@driftbild/network'
import { SHARE } from '@driftbild/words'

const figures = [
  ...['inflow', 'night-flow', 'lowest-pressure', 'ili', 'pump-energy', 'energy-per-volume'],
  ...['overflows', 'overflow-time', 'pumped', 'pump-starts', 'pump-hours', 'rain'],
  ...['lamps-out', 'lamps-lit', 'lighting-energy', 'bins-over', 'bins-unheard', 'mean-fill'],
] as const satisfies readonly Figure['id'][]

/** What a figure can be missing, beyond what people state. */
const lacks = [
  ...['readings-of-the-day', 'inflow-meter', 'pressure-sensor', 'overflow-sensor', 'lamp-controller'],
  ...['energy-meter', 'fill-sensor', 'zone', 'systemInput', 'mains', 'pressure'],
] as const satisfies readonly Lack[]

const assetClassNames = Object.keys(assetClasses) as AssetClass[]

/** What a chart looks back over. */
const spans = ['week', 'month', 'year', 'years']

/** Values that only data names, by the prefix of their messages: each must have words in every language. */
export const families: Record<string, readonly string[]> = {
  state: assetStates,
  states: assetStates,
  service: services,
  class: Object.keys(assetClasses),
  mode: Object.keys(faultModes),
  proposal: Object.keys(faultModes),
  role: Object.keys(roles),
  unit: [
    ...Object.keys(units),
    SHARE,
    'lamps',
    'km',
    'kWh/m3',
    'SEK',
    'SEK/m3',
    ...Object.values(balanceLineUnits),
  ],
  priority: priorities,
  reason: reasons,
  silence: silenceReasons,
  visibility: visibilities,
  quality: ['good', 'uncertain', 'bad'] satisfies Quality[],
  alarm: ['above', 'below', 'rising', 'falling'] satisfies AlarmRule['condition'][],
  'alarm-rule': ['above', 'below', 'rising', 'falling'] satisfies AlarmRule['condition'][],
  evidence: ['alarm', 'prediction', 'report'] satisfies FaultEvidence['source'][],
  figure: figures,
  'figure-how': figures,
  lack: [...lacks, ...Object.keys(statedInputs), ...Object.keys(savingInputs)],
  'file-problem': inpProblemCodes,
  'flow-source': flowSources,
  'leak-class': Object.keys(leakClasses),
  'valve-condition': valveConditions,
  balance: balanceLines,
  'group-rule': groupRules,
  member: memberRoles,
  'retention-class': ['sewer-overflow', 'machines', 'drinking-water', 'sewer', 'lighting', 'waste'],
  'order.state': orderStates,
  'order.kind': orderKinds,
  'overflow-cause': overflowCauses,
  'volume-source': volumeSources,
  'energy.reason': wasteReasons,
  'pump-measure': pumpMeasures,
  'pump-mode': pumpModes,
  'pump-action': pumpModes,
  'order.field': Object.keys(orderFields),
  'order.priority': orderFields.priority.options,
  'order.move': ['take-back', 'pause', 'reopen', ...orderStates],
  check: [...new Set([...Object.values(checklists), ...assetClassNames.map(inspectionChecklist)].flat())],
  grade: grades.map(String),
  basis: Assessment.shape.basis.options,
  'conflict.reason': ['newer-value', 'not-from-here'],
  attribute: attributeNames(),
  'change.source': changeSources,
  'row-problem': rowProblems,
  outcome: rowOutcomes,
  'left-out': ['water-quality', 'report', 'drawing'] satisfies LeftOut['why'][],
  survey: [...placeMethods, 'measured'],
  'rounds.why': [...dueReasons, 'none'],
  'bulk.rule': ['set', 'clear', 'add', 'multiply', 'replace'] satisfies BulkRule['kind'][],
  span: spans,
  asset: spans,
}

/** Attributes of all classes, and of those with fixed choices each choice: `material.cast-iron`. */
function attributeNames(): string[] {
  const names = new Set<string>()
  for (const { attributes } of Object.values(assetClasses)) {
    for (const [name, schema] of Object.entries(attributes.shape)) {
      names.add(name)
      const bare = 'unwrap' in schema ? schema.unwrap() : schema
      const choices: unknown = 'options' in bare ? bare.options : []
      if (Array.isArray(choices)) for (const choice of choices) names.add(`${name}.${String(choice)}`)
    }
  }
  return [...names]
}
