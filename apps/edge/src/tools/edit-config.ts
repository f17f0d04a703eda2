import { type Document, isMap, isSeq, parseDocument, type YAMLMap, type YAMLSeq } from 'yaml'

/** What a person wants to have in a configuration; what is there already stays as it is. */
export interface Addition {
  device: string
  /** Its fields when it is a new device. */
  newDevice: Record<string, unknown> | null
  /** Namespaces that it needs beyond those it has. */
  namespaces: readonly string[]
  point: Record<string, unknown> & { name: string }
  /** The device's list that the point joins. */
  list: readonly string[]
  /** The centre's signal. */
  key: string
}

/** The configuration's text with a device, a point and its signal more; comments and order are kept. */
export function withPoint(text: string, addition: Addition): string {
  const document = parseDocument(text)
  const devices = listIn(document, document.contents as YAMLMap, 'devices', false)
  let device = devices.items.find((item) => isMap(item) && item.get('id') === addition.device) as
    | YAMLMap
    | undefined
  if (!device) {
    device = document.createNode({ id: addition.device, ...addition.newDevice }) as YAMLMap
    devices.add(device)
  }
  for (const uri of addition.namespaces) listIn(document, device, 'namespaces', true).add(uri)
  const holder = addition.list.slice(0, -1).reduce((map, name) => mapIn(document, map, name), device)
  const points = listIn(document, holder, addition.list.at(-1)!, false)
  points.add(document.createNode(addition.point, { flow: true }))
  mapIn(document, device, 'signals')
  device.setIn(['signals', addition.point.name], addition.key)
  // A file whose lists stand flush with their names keeps that.
  const isFlush = /^devices:[^\n]*\n(?:\s*#[^\n]*\n)*- /m.test(text)
  return document.toString({ lineWidth: 0, indentSeq: !isFlush })
}

/** The map of this name, made when it isn't there. */
function mapIn(document: Document, map: YAMLMap, name: string): YAMLMap {
  const known = map.get(name, true)
  if (isMap(known)) return known
  const made = document.createNode({}) as YAMLMap
  map.set(name, made)
  return made
}

/** The list of this name, made when it isn't there. An empty `[]` becomes a list of lines. */
function listIn(document: Document, map: YAMLMap, name: string, flow: boolean): YAMLSeq {
  const known = map.get(name, true)
  if (isSeq(known)) {
    if (known.items.length === 0) known.flow = flow
    return known
  }
  const made = document.createNode([], { flow }) as YAMLSeq
  map.set(name, made)
  return made
}
