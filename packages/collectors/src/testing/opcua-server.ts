import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  AccessLevelFlag,
  DataType,
  DataValue,
  MessageSecurityMode,
  type Namespace,
  OPCUACertificateManager,
  OPCUAServer,
  SecurityPolicy,
  StatusCodes,
  standardUnits,
  type UAVariable,
  UserNameIdentityToken,
  VariantArrayType,
} from 'node-opcua'
import { onTestFinished } from 'vitest'
import { thumbprintOf } from '../drivers/opcua/offers.ts'
import { freePort } from './modbus-server.ts'
import { stationAlarms } from './opcua-alarms.ts'

export const NAMESPACE = 'urn:driftbild:generic'

export interface OpcuaTestServer {
  endpoint: string
  port: number
  thumbprint: string
  /** Sets a value with its source time in microseconds. */
  put(name: string, value: number | null, sourceTime: number, status?: number): void
  remove(name: string): void
  add(name: string, options?: VariableOptions): void
  /** Raises or clears one of the alarms. */
  alarm(name: string, active: boolean): void
  /** How those who are connected secure their connection, and who they say they are. */
  sessions(): { mode: string; policy: string; user: string }[]
  server: OPCUAServer
  stop(): Promise<void>
}

interface VariableOptions {
  dataType?: DataType
  array?: boolean
  history?: boolean
  writable?: boolean
  initial?: [value: number, sourceTime: number]
  /** Milliseconds. */
  minimumSampling?: number
  /** Makes it an analog item, whose deadband may be in percent. */
  range?: { low: number; high: number }
  /** Of an analog item. */
  unit?: keyof typeof standardUnits
}

export interface ServerOptions {
  port?: number
  /** Variables of the object `Station`. */
  variables: Record<string, VariableOptions>
  /** Names of alarms of the object `Station`, raised and cleared by `alarm`. */
  alarms?: string[]
  /** Namespaces that are registered before ours, so that its number moves. */
  namespacesBefore?: string[]
  security?: ('None' | 'Sign' | 'SignAndEncrypt')[]
  policies?: (keyof typeof SecurityPolicy)[]
  /** Passwords by name; who isn't among them is refused, anonymous ones too. */
  users?: Record<string, string>
  /** What one read may ask for. */
  nodesPerRead?: number
  /** Refuses clients whose certificate it doesn't know. */
  strict?: boolean
}

/** One key for all servers of a test file: making it takes a second. */
let sharedPki: string | undefined

function makeSharedPki(): string {
  const folder = mkdtempSync(join(tmpdir(), 'driftbild-pki-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** node-opcua's own server with an object `Station` and variables that the test sets. */
export async function opcuaServer(options: ServerOptions): Promise<OpcuaTestServer> {
  sharedPki ??= makeSharedPki()
  const port = options.port ?? (await freePort())
  const serverCertificateManager = new OPCUACertificateManager({
    rootFolder: sharedPki,
    automaticallyAcceptUnknownCertificate: !options.strict,
    disableFileWatchers: true,
  })
  await serverCertificateManager.initialize()
  const server = new OPCUAServer({
    port,
    hostname: '127.0.0.1',
    serverCertificateManager,
    userCertificateManager: serverCertificateManager,
    securityModes: (options.security ?? ['None', 'SignAndEncrypt']).map((m) => MessageSecurityMode[m]),
    securityPolicies: [
      SecurityPolicy.None,
      ...(options.policies ?? ['Basic256Sha256' as const]).map((name) => SecurityPolicy[name]),
    ],
    allowAnonymous: !options.users,
    ...(options.users && {
      userManager: { isValidUser: (name: string, password: string) => options.users![name] === password },
    }),
    nodeset_filename: [],
    serverCapabilities: {
      maxSessions: 50,
      minSupportedSampleRate: 0,
      ...(options.nodesPerRead && { operationLimits: { maxNodesPerRead: options.nodesPerRead } }),
    },
  })
  await server.initialize()
  const addressSpace = server.engine.addressSpace!
  for (const uri of options.namespacesBefore ?? []) addressSpace.registerNamespace(uri)
  const namespace: Namespace = addressSpace.registerNamespace(NAMESPACE)
  const { objects } = addressSpace.rootFolder
  const station = namespace.addObject({
    browseName: 'Station',
    organizedBy: objects,
    eventNotifier: 1,
    notifierOf: objects.server,
  })
  const variables = new Map<string, UAVariable>()

  const add = (
    name: string,
    {
      dataType = DataType.Double,
      array,
      history,
      writable,
      initial,
      minimumSampling = 0,
      range,
      unit,
    }: VariableOptions = {},
  ) => {
    const fields = {
      browseName: name,
      componentOf: station,
      dataType,
      minimumSamplingInterval: minimumSampling,
      valueRank: array ? 1 : -1,
      accessLevel:
        AccessLevelFlag.CurrentRead |
        (history ? AccessLevelFlag.HistoryRead : 0) |
        (writable ? AccessLevelFlag.CurrentWrite : 0),
    }
    const variable = range
      ? namespace.addAnalogDataItem({
          ...fields,
          engineeringUnitsRange: range,
          ...(unit && { engineeringUnits: standardUnits[unit] }),
        })
      : namespace.addVariable(fields)
    if (history) addressSpace.installHistoricalDataNode(variable, { maxOnlineValues: 100_000 })
    variables.set(name, variable)
    if (initial) put(name, ...initial)
  }
  const put = (name: string, value: number | null, sourceTime: number, status = 0) => {
    const variable = variables.get(name)
    if (!variable) throw new Error(`no variable ${name}`)
    const sourceTimestamp = new Date(Math.floor(sourceTime / 1000))
    const data = new DataValue({
      value:
        value === null
          ? { dataType: DataType.Null }
          : { dataType: DataType.Double, arrayType: VariantArrayType.Scalar, value },
      statusCode: Object.values(StatusCodes).find((s) => s?.value === status) ?? StatusCodes.Good,
      sourceTimestamp,
      sourcePicoseconds: (sourceTime % 1000) * 1_000_000,
      serverTimestamp: sourceTimestamp,
    })
    // Its public setter takes no picoseconds.
    ;(variable as unknown as { _internal_set_dataValue(data: DataValue): void })._internal_set_dataValue(data)
  }
  const { alarm, addAlarm } = stationAlarms(addressSpace, namespace, station)
  for (const name of options.alarms ?? []) addAlarm(name)
  for (const [name, variable] of Object.entries(options.variables)) add(name, variable)
  const sessions: ReturnType<OpcuaTestServer['sessions']> = []
  server.on('session_activated', ({ channel, userIdentityToken: token }) =>
    sessions.push({
      mode: MessageSecurityMode[channel!.securityMode],
      policy: channel!.securityPolicy.split('#').at(-1)!,
      user: token instanceof UserNameIdentityToken ? token.userName! : token!.schema.name,
    }),
  )
  await server.start()
  let stopped = false
  const stop = async () => {
    if (stopped) return
    stopped = true
    await server.shutdown(0)
  }
  onTestFinished(stop)
  return {
    endpoint: `opc.tcp://127.0.0.1:${port}`,
    port,
    thumbprint: thumbprintOf(server.getCertificate()),
    put,
    remove: (name) => void addressSpace.deleteNode(variables.get(name)!),
    add,
    alarm,
    sessions: () => sessions,
    server,
    stop,
  }
}
