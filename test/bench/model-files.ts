import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { linkTags, readInp } from '@driftbild/network'
import { openHydraulics } from '@driftbild/network/epanet'
import { loadMessages, makeWords } from '@driftbild/words'
import { startTestCentre } from '../../apps/api/src/test/centre.ts'
import { modelFiles } from '../../apps/api/src/test/model-file.ts'
import { guessMapping } from '../../apps/web/src/screens/import/guess-mapping.ts'

/**
 * EPANET files through the product and back: read in over HTTP as the page proposes, laid on the map by two places, written
 * out on the model that came in, and both solved by EPANET. Says what was refused, and by how much heads and places differ.
 * `node test/bench/model-files.ts FILE.inp[.gz] …`
 */
const HOURS = 24
const words = makeWords('sv', await loadMessages('sv'))
const feet = new Set(['CFS', 'GPM', 'MGD', 'IMGD', 'AFD'])

for (const file of process.argv.slice(2)) {
  const bytes = readFileSync(file)
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString()
  const name = basename(file, '.gz')
  const centre = await startTestCentre()
  try {
    const planner = await centre.person([{ role: 'planner' }, { role: 'engineer' }])
    const files = modelFiles(centre, planner)
    const view = await files.take(name, text)
    const [layer] = view.layers
    const [west, south, east, north] = layer!.extent!
    const mapping = {
      ...guessMapping(layer!, words),
      plane: [
        { file: [west, south] as [number, number], at: [21.66, 65.8] as [number, number] },
        { file: [east, north] as [number, number], at: [21.74, 65.84] as [number, number] },
      ],
    }
    const rows = await files.readIn(view.id, mapping)
    const refused = rows.filter(({ outcome }) => outcome === 'refused')
    const why = Map.groupBy(
      refused.flatMap(({ problems }) => problems.map(({ field, code }) => `${field} ${code}`)),
      (code) => code,
    )
    const { network } = readInp(text)
    const tags = [...network.nodes.map(({ id }) => id), ...linkTags(network).values()]
    const out = await files.export({ base: name, selection: { tags: tags.slice(0, 5_000) } })
    const back = readInp(out).network
    const [before, after] = [await headsOf(text, network.nodes), await headsOf(out, network.nodes)]
    let most = 0
    for (const [i, values] of before.entries())
      for (const [step, head] of values.entries()) most = Math.max(most, Math.abs(head - after[i]![step]!))
    const placeOf = new Map(back.nodes.map(({ id, position }) => [id, position]))
    const moved = network.nodes.map(({ id, position }) => {
      const at = placeOf.get(id)
      return position && at ? Math.hypot(at[0] - position[0], at[1] - position[1]) : position ? Infinity : 0
    })
    console.log(
      `${name}: ${network.nodes.length} nodes, ${network.links.length} links; fits ${layer!.fits.length} systems; ` +
        `left out ${view.leftOut.map(({ part }) => part).join(', ') || 'nothing'}; ` +
        `${rows.length - refused.length} rows taken, ${refused.length} refused ` +
        `(${[...why].map(([code, all]) => `${code} ${all.length}`).join(', ')}); out again ${back.nodes.length} nodes, ` +
        `${back.links.length} links; heads differ by ${most.toExponential(1)} m at most over ${HOURS} h, ` +
        `places by ${Math.max(...moved).toExponential(1)} of the file's units`,
    )
  } finally {
    await centre.close()
  }
}

/** m, hour by hour, of every node. */
async function headsOf(inp: string, nodes: readonly { id: string }[]): Promise<number[][]> {
  const units = /^\s*UNITS\s+(\w+)/im.exec(inp)?.[1]?.toUpperCase() ?? 'GPM'
  const factor = feet.has(units) ? 0.3048 : 1
  const hydraulics = await openHydraulics(inp)
  const { values } = hydraulics.run({
    ...{ duration: HOURS * 3600, step: 3600 },
    sensors: nodes.map(({ id }) => ({ node: id, what: 'head' as const })),
  })
  hydraulics.close()
  return values.map((series) => [...series].map((head) => head * factor))
}
