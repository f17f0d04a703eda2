import type { Control, Network, NetworkLink, NetworkNode } from '../network.ts'
import { writeTime } from './time.ts'

/** A network as an EPANET 2.2 input file in m³/h and metres. */
export function writeInp(network: Network): string {
  const { nodes, links, energy, times } = network
  const of = <T extends NetworkNode['type']>(type: T) =>
    nodes.filter((n): n is Extract<NetworkNode, { type: T }> => n.type === type)
  const linksOf = <T extends NetworkLink['type']>(type: T) =>
    links.filter((l): l is Extract<NetworkLink, { type: T }> => l.type === type)
  const parts: [string, string[]][] = [
    ['TITLE', network.title],
    ['JUNCTIONS', of('junction').map((n) => row([n.id, n.elevation, 0], n.comment))],
    ['RESERVOIRS', of('reservoir').map((n) => row([n.id, n.head, n.pattern], n.comment))],
    ['TANKS', of('tank').map(tankRow)],
    ['PIPES', linksOf('pipe').map(pipeRow)],
    ['PUMPS', linksOf('pump').map(pumpRow)],
    [
      'VALVES',
      linksOf('valve').map((l) =>
        row([l.id, l.from, l.to, l.diameter, l.kind, l.curve ?? l.setting, l.minorLoss], l.comment),
      ),
    ],
    [
      'DEMANDS',
      of('junction').flatMap((n) => n.demands.map((d) => row([n.id, d.base, d.pattern], d.category))),
    ],
    ['STATUS', links.flatMap(statusRow)],
    ['PATTERNS', Object.entries(network.patterns).flatMap(([id, values]) => patternRows(id, values))],
    [
      'CURVES',
      Object.entries(network.curves).flatMap(([id, curve]) => curve.points.map((p) => row([id, ...p]))),
    ],
    ['CONTROLS', network.controls.map(controlRow)],
    ['RULES', network.rules.flatMap((rule) => [`RULE ${rule.id}`, ...rule.clauses, ''])],
    [
      'ENERGY',
      [
        row(['Global Efficiency', energy.efficiency]),
        row(['Global Price', energy.price]),
        ...(energy.pricePattern === null ? [] : [row(['Global Pattern', energy.pricePattern])]),
        row(['Demand Charge', energy.demandCharge]),
        ...linksOf('pump').flatMap((p) => [
          ...(p.efficiencyCurve === null ? [] : [row(['Pump', p.id, 'Efficiency', p.efficiencyCurve])]),
          ...(p.price === null ? [] : [row(['Pump', p.id, 'Price', p.price])]),
          ...(p.pricePattern === null ? [] : [row(['Pump', p.id, 'Pattern', p.pricePattern])]),
        ]),
      ],
    ],
    ['EMITTERS', of('junction').flatMap((n) => (n.emitter === null ? [] : [row([n.id, n.emitter])]))],
    ['TAGS', [...nodes.flatMap((n) => tagRow('NODE', n)), ...links.flatMap((l) => tagRow('LINK', l))]],
    [
      'TIMES',
      [
        row(['Duration', writeTime(times.duration)]),
        row(['Hydraulic Timestep', writeTime(times.hydraulicStep)]),
        row(['Pattern Timestep', writeTime(times.patternStep)]),
        row(['Pattern Start', writeTime(times.patternStart)]),
        row(['Report Timestep', writeTime(times.reportStep)]),
        row(['Report Start', writeTime(times.reportStart)]),
        row(['Rule Timestep', writeTime(times.ruleStep)]),
        row(['Start ClockTime', writeTime(times.startClock)]),
      ],
    ],
    ['REPORT', ['Status No', 'Summary No']],
    ['OPTIONS', optionRows(network)],
    ['COORDINATES', nodes.flatMap((n) => (n.position ? [row([n.id, ...n.position])] : []))],
    ['VERTICES', links.flatMap((l) => l.vertices.map((v) => row([l.id, ...v])))],
  ]
  const filled = parts.filter(([, lines]) => lines.length > 0)
  return `${filled.map(([name, lines]) => `[${name}]\n${lines.join('\n')}\n`).join('\n')}\n[END]\n`
}

/** Fields with tabs between; trailing absent ones are left out, one in the middle is a star. */
function row(fields: readonly (string | number | null)[], comment: string | null = null): string {
  const last = fields.findLastIndex((f) => f !== null)
  const text = ` ${fields
    .slice(0, last + 1)
    .map((f) => f ?? '*')
    .join('\t')}`
  return comment === null ? text : `${text}\t;${comment}`
}

const tankRow = (n: Extract<NetworkNode, { type: 'tank' }>) =>
  row(
    [
      ...[n.id, n.elevation, n.initialLevel, n.minLevel, n.maxLevel, n.diameter, n.minVolume],
      n.volumeCurve,
      n.canOverflow ? 'YES' : null,
    ],
    n.comment,
  )

const pipeRow = (l: Extract<NetworkLink, { type: 'pipe' }>) => {
  const status = l.status === 'check-valve' ? 'CV' : l.status === 'closed' ? 'Closed' : 'Open'
  return row([l.id, l.from, l.to, l.length, l.diameter, l.roughness, l.minorLoss, status], l.comment)
}

const pumpRow = (l: Extract<NetworkLink, { type: 'pump' }>) =>
  row(
    [
      ...[l.id, l.from, l.to],
      ...(l.headCurve === null ? [] : ['HEAD', l.headCurve]),
      ...(l.power === null ? [] : ['POWER', l.power]),
      ...(l.speed === 1 ? [] : ['SPEED', l.speed]),
      ...(l.speedPattern === null ? [] : ['PATTERN', l.speedPattern]),
    ],
    l.comment,
  )

function statusRow(link: NetworkLink): string[] {
  if (link.type === 'pipe') return []
  if (link.type === 'pump') return link.status === 'closed' ? [row([link.id, 'Closed'])] : []
  return link.status === 'active' ? [] : [row([link.id, link.status === 'open' ? 'Open' : 'Closed'])]
}

const patternRows = (id: string, values: readonly number[]): string[] =>
  Array.from({ length: Math.ceil(values.length / 12) }, (_, i) =>
    row([id, ...values.slice(i * 12, (i + 1) * 12)]),
  )

function controlRow({ link, action, when }: Control): string {
  const what = `LINK ${link} ${typeof action === 'number' ? action : action.toUpperCase()}`
  if (when.type === 'at-time') return `${what} AT TIME ${writeTime(when.seconds)}`
  if (when.type === 'at-clock') return `${what} AT CLOCKTIME ${writeTime(when.seconds)}`
  return `${what} IF NODE ${when.node} ${when.type.toUpperCase()} ${when.value}`
}

const tagRow = (kind: string, owner: { id: string; tag: string | null }): string[] =>
  owner.tag === null ? [] : [row([kind, owner.id, owner.tag])]

function optionRows({ options: o, patterns }: Network): string[] {
  const maybe = (name: string, value: number | string | null): string[] =>
    value === null ? [] : [row([name, value])]
  return [
    row(['Units', 'CMH']),
    row(['Headloss', o.headLoss]),
    row(['Specific Gravity', o.specificGravity]),
    row(['Viscosity', o.viscosity]),
    row(['Trials', o.trials]),
    row(['Accuracy', o.accuracy]),
    ...maybe('HEADERROR', o.headError),
    ...maybe('FLOWCHANGE', o.flowChange),
    ...maybe('CHECKFREQ', o.checkFrequency),
    ...maybe('MAXCHECK', o.maxCheck),
    ...maybe('DAMPLIMIT', o.dampLimit),
    row(
      o.unbalancedTrials === null ? ['Unbalanced', 'Stop'] : ['Unbalanced', 'Continue', o.unbalancedTrials],
    ),
    // Else EPANET would take pattern 1 for every demand without one.
    ...('1' in patterns ? [row(['Pattern', 'none'])] : []),
    row(['Demand Multiplier', o.demandMultiplier]),
    row(['Emitter Exponent', o.emitterExponent]),
    ...(o.pressureDriven
      ? [
          row(['Demand Model', 'PDA']),
          row(['Minimum Pressure', o.pressureDriven.minimum]),
          row(['Required Pressure', o.pressureDriven.required]),
          row(['Pressure Exponent', o.pressureDriven.exponent]),
        ]
      : []),
  ]
}
