import { signalKey } from '@driftbild/core'
import { pointOf } from '../map/base-map.ts'
import { addRule, dayIn, emptyPart, install, type Part, pointAsset } from '../part.ts'
import type { Random } from '../random.ts'
import type { Container, WastePlan } from './plan.ts'

const GATEWAYS = 4

export function wastePart(plan: WastePlan, random: Random): Part {
  const part = emptyPart()
  for (const point of plan.points) {
    part.sites.push({ tag: point.tag, name: point.name, geometry: pointOf(point.at) })
  }
  part.sites.push({ tag: 'DEP1', name: 'Kommunens förråd', geometry: pointOf(plan.depot) })
  part.assets.push(
    pointAsset({
      ...{ tag: 'DEP1', class: 'depot', name: 'Kommunens förråd, renhållning', builtYear: 1988 },
      at: plan.depot,
      site: 'DEP1',
      attributes: {},
    }),
  )
  const gateways: Container[][] = Array.from({ length: GATEWAYS }, () => [])
  for (const container of plan.containers) {
    gatewayOf(container, gateways).push(container)
    addContainer(part, container, random)
  }
  for (const [i, own] of gateways.entries()) {
    const signals: Record<string, string> = {}
    for (const [slot, { tag }] of own.entries()) {
      for (const role of ['fill', 'temperature', 'battery'] as const) {
        signals[`bin[${slot}].${role}`] = signalKey(tag, role)
      }
    }
    part.devices.push({
      id: `bins-${i + 1}`,
      profile: 'generic/bin-gateway',
      server: `bins-${i + 1}`,
      protocol: 'modbus',
      unit: 1,
      every: 60,
      signals,
    })
  }
  return part
}

/** Radio reaches so far: west, centre, east, north. */
function gatewayOf(container: Container, gateways: Container[][]): Container[] {
  const district = container.district.tag
  if (district === 'MZ1') return gateways[1]!
  if (district === 'MZ3' || district === 'MZ5') return gateways[2]!
  return district === 'MZ4' ? gateways[3]! : gateways[0]!
}

function addContainer(part: Part, container: Container, random: Random): void {
  const { tag, name, at, site, volume, depth, fraction, installedYear } = container
  part.assets.push(
    pointAsset({
      ...{ tag, class: 'waste-container', name, builtYear: installedYear },
      at,
      site,
      visibility: 'public',
      attributes: { volume, depth, fraction },
    }),
  )
  const serial = `US-${installedYear}${random.whole(100000, 999999)}`
  install(
    part,
    tag,
    { model: 'US 45', serial, profile: 'generic/bin-gateway' },
    dayIn(installedYear, random.whole(1, 360)),
  )
  addRule(part, tag, 'fill', {
    ...{ name: 'nearly-full', condition: 'above', limit: 0.9, hysteresis: 0.1, delayOn: 60 },
    priority: 'low',
    mode: 'container-full',
  })
}
