import type { AddressSpace, Namespace, QualifiedNameOptions, UAObject } from 'node-opcua'

/** A browse name with its namespace by URI, as it stays true on every server. */
export interface PathElement {
  uri: string
  name: string
}

/** The objects of a server below Objects, made as paths ask for them. */
export interface Objects {
  at(path: readonly PathElement[]): UAObject
  name(element: PathElement): { namespace: Namespace; browseName: QualifiedNameOptions }
}

const BASE = 'http://opcfoundation.org/UA/'

export function createObjects(addressSpace: AddressSpace): Objects {
  const made = new Map<string, UAObject>()

  // A node of ours may bear a base name, but lives in our own namespace.
  const name = ({ uri, name }: PathElement): { namespace: Namespace; browseName: QualifiedNameOptions } => {
    if (uri === BASE)
      return { namespace: addressSpace.getOwnNamespace(), browseName: { name, namespaceIndex: 0 } }
    const known = addressSpace.getNamespaceIndex(uri)
    const index = known >= 0 ? known : addressSpace.registerNamespace(uri).index
    return {
      namespace: addressSpace.getNamespace(index) as Namespace,
      browseName: { name, namespaceIndex: index },
    }
  }

  const at = (path: readonly PathElement[]): UAObject => {
    const last = path.at(-1)
    if (!last) return addressSpace.rootFolder.objects as UAObject
    const id = JSON.stringify(path)
    const before = made.get(id)
    if (before) return before
    const { namespace, browseName } = name(last)
    const parent = at(path.slice(0, -1))
    const object = namespace.addObject(
      path.length === 1 ? { browseName, organizedBy: parent } : { browseName, componentOf: parent },
    )
    made.set(id, object)
    return object
  }

  return { at, name }
}
