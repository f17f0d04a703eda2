import { BaseMapFeature, Register, registerProblems } from '@driftbild/core'
import { components, graphOf, isJunction, isOpen, isPipe, readInp } from '@driftbild/network'
import { describe, expect, test, vi } from 'vitest'
import { makeTown } from './town.ts'

vi.setConfig({ testTimeout: 120_000 })

const town = makeTown(1)
const { register } = town
const count = (assetClass: string) => register.assets.filter((a) => a.class === assetClass).length

describe('the simulated town', () => {
  test('is a register that the centre takes', () => {
    expect(Register.safeParse(register).error?.issues ?? []).toEqual([])
    expect(registerProblems(register)).toEqual([])
  })

  test('says that it is simulated and has nobody’s kommunkod', () => {
    expect(register.municipality).toEqual({
      code: '9999',
      name: 'Norrvik',
      zone: 'Europe/Stockholm',
      simulated: true,
      recording: null,
    })
  })

  test.each([
    ['pipe', 200],
    ['valve', 50],
    ['hydrant', 50],
    ['connection', 200],
    ['pump', 3],
    ['reservoir', 2],
    ['water-level-gauge', 1],
    ['water-quality-station', 4],
    ['dma-meter', 3],
    ['pressure-sensor', 10],
    ['wastewater-pumping-station', 4],
    ['wastewater-pump', 8],
    ['lighting-cabinet', 12],
    ['luminaire', 800],
    ['waste-container', 150],
    ['depot', 1],
    ['rain-gauge', 1],
  ])('has enough of class %s: at least %d', (assetClass, least) => {
    expect(count(assetClass)).toBeGreaterThanOrEqual(least)
  })

  test('is the same town from the same seed, to the last byte, and another from another', () => {
    expect(JSON.stringify(makeTown(1))).toBe(JSON.stringify(town))
    expect(JSON.stringify(makeTown(2).register)).not.toBe(JSON.stringify(register))
  })

  test('lies on the coast of Norrbotten', () => {
    for (const asset of register.assets) {
      const { coordinates } = asset.geometry
      const [lon, lat] = (asset.geometry.type === 'Point' ? coordinates : coordinates[0]) as [number, number]
      expect(lon).toBeGreaterThan(22.8)
      expect(lon).toBeLessThan(23)
      expect(lat).toBeGreaterThan(65.6)
      expect(lat).toBeLessThan(65.8)
    }
  })

  test('has pipes of every age and kind since 1950', () => {
    const pipes = register.assets.filter((a) => a.class === 'pipe')
    const years = pipes.map((p) => p.builtYear!)
    expect(Math.min(...years)).toBeLessThan(1955)
    expect(Math.max(...years)).toBeGreaterThan(2010)
    expect(new Set(pipes.map((p) => p.attributes.material))).toEqual(
      new Set(['cast-iron', 'ductile-iron', 'PVC', 'PE']),
    )
  })

  test('has items with serial numbers in its positions, and knows those that failed before', () => {
    const { installations, items } = register
    expect(items.every((i) => i.make === 'Generic')).toBe(true)
    const now = installations.filter((i) => i.to === null)
    expect(new Set(now.map((i) => i.asset)).size).toBe(now.length)
    expect(installations.length - now.length).toBeGreaterThan(50)
  })
})

describe('its devices', () => {
  test('read every signal once, and no signal stands alone', () => {
    const read = town.devices.flatMap((d) => Object.values(d.signals))
    expect(new Set(read).size).toBe(read.length)
    expect([...read].sort()).toEqual(register.signals.map((s) => s.key).sort())
  })

  test('are of every profile that a town has', () => {
    expect(new Set(town.devices.map((d) => d.profile))).toEqual(
      new Set(
        ['waterworks', 'vsd-pump', 'dma-meter', 'pressure-logger']
          .map((p) => `generic/${p}`)
          .concat(['wastewater-station', 'lighting-cabinet', 'bin-gateway'].map((p) => `generic/${p}`))
          .concat(
            ['reservoir', 'level-gauge', 'water-quality', 'water-quality-probe'].map((p) => `generic/${p}`),
          ),
      ),
    )
  })

  test('share a server only where unit or object tells them apart', () => {
    const names = town.devices.map((d) => `${d.server} ${d.protocol === 'opcua' ? d.object : d.unit}`)
    expect(new Set(names).size).toBe(names.length)
    expect(new Set(town.devices.map((d) => d.id)).size).toBe(town.devices.length)
  })
})

describe('its base map', () => {
  test('has streets with names, water, houses, green and a railway', () => {
    const layers = Map.groupBy(town.baseMap, (f) => BaseMapFeature.parse(f).layer)
    expect(layers.get('building')!.length).toBeGreaterThan(1000)
    expect(layers.get('water')!.map((f) => f.name)).toContain('Norrån')
    expect(layers.get('green')!.length).toBeGreaterThan(8)
    expect(layers.get('rail')).toHaveLength(1)
    const streets = new Set(layers.get('street')!.map((f) => f.name))
    expect(streets.size).toBeGreaterThan(60)
    expect([...streets]).toEqual(expect.arrayContaining(['Storgatan', 'Kyrkogatan', 'Björkvägen', 'E4']))
  })
})

describe('its water network', () => {
  const { nominal, real, inp, realInp } = town.network

  test('hangs together without the valves that part its districts', () => {
    expect(components(graphOf(nominal, isOpen))).toHaveLength(1)
    const closed = nominal.links.filter((l) => l.status === 'closed')
    expect(closed.length).toBeGreaterThan(5)
  })

  test('falls into districts when the meters’ pipes are taken out', () => {
    const metered = new Set(town.plan.water.meters.map((m) => m.pipe))
    const parts = components(graphOf(nominal, (l) => isOpen(l) && !metered.has(l.id)))
    // Six districts, and the main with works and tower.
    expect(parts).toHaveLength(7)
    for (const part of parts) {
      const tags = new Set(part.map((id) => town.plan.water.junctions.get(id)?.tag ?? 'main'))
      expect(tags.size).toBe(1)
    }
  })

  test('is within a tenth of what the municipality’s model says, and not the same', () => {
    const pipes = nominal.links.filter(isPipe)
    const truth = new Map(real.links.filter(isPipe).map((p) => [p.id, p.roughness]))
    const ratios = pipes.map((p) => truth.get(p.id)! / p.roughness)
    expect(Math.max(...ratios)).toBeLessThanOrEqual(1.1 + 1e-9)
    expect(Math.min(...ratios)).toBeGreaterThanOrEqual(0.9 - 1e-9)
    expect(Math.max(...ratios) - Math.min(...ratios)).toBeGreaterThan(0.1)
    const demand = (n: typeof nominal) =>
      n.nodes.filter(isJunction).flatMap((j) => j.demands.map((d) => d.base))
    for (const [i, base] of demand(nominal).entries()) {
      expect(Math.abs(demand(real)[i]! / base - 1)).toBeLessThanOrEqual(0.1 + 1e-9)
    }
  })

  test('comes as .inp, in metres of SWEREF 99 TM', () => {
    // Files list junctions, sources and tanks apart.
    const sorted = (n: typeof nominal) => ({
      ...n,
      nodes: n.nodes.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
      links: n.links.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    })
    expect(sorted(readInp(inp).network)).toEqual(sorted(nominal))
    expect(sorted(readInp(realInp).network)).toEqual(sorted(real))
    expect(nominal.nodes.every((n) => n.position![0] > 858_000 && n.position![1] > 7_309_000)).toBe(true)
  })

  test('every zone that is metered knows its meters', () => {
    const zones = register.zones.filter((z) => z.service === 'water')
    expect(zones.length).toBeGreaterThanOrEqual(3)
    for (const zone of zones) expect(zone.inflow).toHaveLength(1)
    expect(zones.find((z) => z.tag === 'MZ1')!.outflow).toEqual(['QM3/flow'])
  })
})
