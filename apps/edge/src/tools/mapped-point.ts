import { type Unit, units } from '@driftbild/core'

/**
 * Where a node stands in a configuration. `path` and `namespaces` are the server's; `known` are the URIs that
 * the device already has, in order; `object` is its own, null for a device that is yet to be made.
 */
export function placeBelow(
  path: readonly string[],
  namespaces: readonly string[],
  known: readonly string[],
  object: string | null,
): { object: string; path: string[]; namespaces: string[] } | { problem: string } {
  const uris = [...known]
  const steps = path.map((step) => {
    const [index, ...name] = step.split(':')
    const uri = namespaces[Number(index)]!
    if (!uris.includes(uri)) uris.push(uri)
    return `${uris.indexOf(uri)}:${name.join(':')}`
  })
  if (steps.length < 2) return { problem: 'lies directly below Objects: a device needs an object around it' }
  if (steps.slice(0, -1).some((step) => step.includes('/')))
    return { problem: 'lies below a node with a / in its name, which no browse path can hold' }
  const own = object?.split('/') ?? steps.slice(0, -1)
  const isBelow = steps.length > own.length && own.every((step, i) => step === steps[i])
  if (!isBelow)
    return {
      problem: `is ${steps.join('/')}, which isn't below the device's object ${object}: make another device for it`,
    }
  return { object: own.join('/'), path: steps.slice(own.length), namespaces: uris.slice(known.length) }
}

/** `2:OutletPressure` → `outlet-pressure`, as points are named. */
export function nameFrom(browseName: string): string {
  const name = browseName
    .slice(browseName.indexOf(':') + 1)
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replaceAll(/[^A-Za-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .toLowerCase()
  return name || 'value'
}

/** The unit that a server's symbol means, if it is one that we know. */
export function unitFrom(symbol: string | null): Unit | null {
  if (symbol === null) return null
  const wanted = plain(symbol)
  const codes = Object.keys(units) as Unit[]
  return codes.find((code) => plain(code) === wanted || plain(units[code].symbol) === wanted) ?? null
}

const plain = (text: string): string =>
  text.replaceAll('³', '3').replaceAll('²', '2').replaceAll(' ', '').toLowerCase()
