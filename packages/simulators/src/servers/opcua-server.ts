import type { Micros } from '@driftbild/core'
import type { OpcuaPoint } from '@driftbild/devices'
import { type AddressSpace, MessageSecurityMode, OPCUAServer, SecurityPolicy } from 'node-opcua'
import type { CertificateStore } from './certificates.ts'
import type { History, Observed } from './history.ts'
import { createObjects, type PathElement } from './opcua-objects.ts'
import { addVariable, type PlayedVariable } from './opcua-variable.ts'
import { watchSubscribers } from './subscribers.ts'

export type Security = 'None' | 'SignAndEncrypt'

/** One variable to play: where it lies, which signal it is and what it remembers; null for nothing. */
export interface VariableSpec {
  key: string
  /** Namespace URIs that the indices in `object` and `point.path` count in. */
  namespaces: readonly string[]
  /** Browse path from Objects to the device's object. */
  object: string
  point: Pick<OpcuaPoint, 'path' | 'kind'>
  history: History | null
}

export interface OpcuaServerSpec {
  /** Names the certificate and shows in the client. */
  name: string
  port: number
  security: readonly Security[]
  certificates: CertificateStore
  variables: readonly VariableSpec[]
  now: () => Micros
}

export interface RunningOpcuaServer {
  endpoint: string
  port: number
  /** SHA-1 of the server's certificate. */
  thumbprint: string
  /** Throws on a key that the server doesn't play. */
  set(key: string, observed: Observed): void
  /** Of the signal's variable, as text: `ns=2;i=1017`. */
  nodeIdOf(key: string): string
  /** How many values of that signal its subscribers can take now. */
  roomFor(key: string): number
  hasListeners(): boolean
  stop(): Promise<void>
}

/** Starts one OPC UA server on loopback. Several may run in one process, each on its own port. */
export async function startOpcuaServer(spec: OpcuaServerSpec): Promise<RunningOpcuaServer> {
  const identity = await spec.certificates.identityOf(spec.name)
  const server = new OPCUAServer({
    port: spec.port,
    host: '127.0.0.1',
    hostname: '127.0.0.1',
    alternateHostname: [],
    serverCertificateManager: spec.certificates.manager,
    userCertificateManager: spec.certificates.manager,
    certificateFile: identity.certificateFile,
    privateKeyFile: identity.privateKeyFile,
    serverInfo: { applicationUri: identity.applicationUri, applicationName: { text: spec.name } },
    buildInfo: { productName: 'Driftbild simulated device', manufacturerName: 'Driftbild' },
    securityModes: spec.security.map((mode) => MessageSecurityMode[mode]),
    securityPolicies: spec.security.map((mode) =>
      mode === 'None' ? SecurityPolicy.None : SecurityPolicy.Basic256Sha256,
    ),
    allowAnonymous: true,
    // Every change is told, however fast they come.
    serverCapabilities: { minSupportedSampleRate: 0, maxSessions: 50 },
  })
  await server.initialize()
  const subscribers = watchSubscribers(server, () => performance.now())
  const played = addVariables(server.engine.addressSpace as AddressSpace, spec)
  try {
    await server.start()
  } catch (error) {
    await server.shutdown(0)
    throw error
  }
  const port = server.endpoints[0]!.port
  const variableOf = (key: string): PlayedVariable => {
    const variable = played.get(key)
    if (!variable) throw new Error(`server ${spec.name} plays no signal ${key}`)
    return variable
  }
  return {
    endpoint: `opc.tcp://127.0.0.1:${port}`,
    port,
    thumbprint: identity.thumbprint,
    set(key, observed) {
      const variable = variableOf(key)
      subscribers.prepare(variable.node)
      variable.set(observed)
    },
    nodeIdOf: (key) => variableOf(key).node.nodeId.toString(),
    roomFor: (key) => subscribers.roomFor(variableOf(key).node),
    hasListeners: () => subscribers.anyone(),
    stop: () => server.shutdown(0),
  }
}

function addVariables(addressSpace: AddressSpace, spec: OpcuaServerSpec): Map<string, PlayedVariable> {
  const objects = createObjects(addressSpace)
  const played = new Map<string, PlayedVariable>()
  for (const { key, namespaces, object, point, history } of spec.variables) {
    if (played.has(key)) throw new Error(`server ${spec.name}: two variables are ${key}`)
    const path = [...object.split('/'), ...point.path].map((element) =>
      parseElement(element, namespaces, key),
    )
    const parent = objects.at(path.slice(0, -1))
    const { namespace, browseName } = objects.name(path.at(-1)!)
    played.set(key, addVariable(parent, namespace, point, browseName, history, spec.now))
  }
  return played
}

function parseElement(element: string, namespaces: readonly string[], key: string): PathElement {
  const [, index, name] = /^(\d+):(.+)$/.exec(element) ?? []
  const uri = namespaces[Number(index)]
  if (name === undefined || uri === undefined) {
    throw new Error(`${key}: ${element} is no browse name within ${namespaces.length} namespaces`)
  }
  return { uri, name }
}
