import { join } from 'node:path'
import { type Micros, statusCodes } from '@driftbild/core'
import {
  AttributeIds,
  type ClientMonitoredItemGroup,
  ClientSubscription,
  DataChangeFilter,
  DataChangeTrigger,
  type DataValue,
  DeadbandType,
  ClientMonitoredItemGroup as Group,
  type HistoryData,
  HistoryReadRequest,
  MessageSecurityMode,
  OPCUACertificateManager,
  OPCUAClient,
  ReadRawModifiedDetails,
  SecurityPolicy,
  TimestampsToReturn,
} from 'node-opcua'
import type { Observed } from '../servers/history.ts'

/** A plain client for tests: what a collector must at least be able to do against our servers. */
export interface TestClient {
  /** Node id at the browse path `uri:name` elements from Objects. */
  resolve(path: readonly { uri: string; name: string }[]): Promise<string>
  read(nodeId: string): Promise<Observed & { serverTime: Micros | null; dataType: number }>
  /** Calls back for each value notified; `seen` counts notifications as they come. */
  subscribe(
    nodeIds: readonly string[],
    onValue: (nodeId: string, observed: Observed) => void,
    options?: { publishing?: number; queue?: number; sampling?: number },
  ): Promise<ClientMonitoredItemGroup>
  history(nodeId: string, from: Micros, to: Micros | null, page: number): Promise<Observed[]>
  /** Cuts the connection as a killed process would. */
  cut(): void
  close(): Promise<void>
}

export async function connectTestClient(
  endpoint: string,
  folder: string,
  security: 'None' | 'SignAndEncrypt' = 'None',
): Promise<TestClient> {
  const manager = new OPCUACertificateManager({
    rootFolder: join(folder, 'client-pki'),
    automaticallyAcceptUnknownCertificate: true,
  })
  await manager.initialize()
  const client = OPCUAClient.create({
    applicationName: 'test',
    endpointMustExist: false,
    clientCertificateManager: manager,
    connectionStrategy: { maxRetry: 0 },
    keepSessionAlive: false,
    requestedSessionTimeout: 20_000,
    securityMode: MessageSecurityMode[security],
    securityPolicy: security === 'None' ? SecurityPolicy.None : SecurityPolicy.Basic256Sha256,
  })
  client.on('connection_lost', () => {})
  await client.connect(endpoint)
  const session = await client.createSession()
  const namespaces = await session.readNamespaceArray()
  return {
    async resolve(path) {
      const relative = path.map(({ uri, name }) => `${namespaces.indexOf(uri)}:${name}`).join('/')
      const result = await session.translateBrowsePath({
        startingNode: 'i=85',
        relativePath: {
          elements: path.map(({ uri, name }) => ({
            referenceTypeId: 'i=33',
            isInverse: false,
            includeSubtypes: true,
            targetName: { namespaceIndex: namespaces.indexOf(uri), name },
          })),
        },
      })
      const target = result.targets?.[0]
      if (!target) throw new Error(`no node at ${relative}: ${result.statusCode.name}`)
      return target.targetId.toString()
    },
    async read(nodeId) {
      const value = await session.read({ nodeId, attributeId: AttributeIds.Value }, 0)
      return {
        ...observedOf(value),
        serverTime: microsOf(value.serverTimestamp, value.serverPicoseconds),
        dataType: value.value.dataType,
      }
    },
    async subscribe(nodeIds, onValue, { publishing = 50, queue = 100, sampling = 0 } = {}) {
      const subscription = ClientSubscription.create(session, {
        requestedPublishingInterval: publishing,
        requestedLifetimeCount: 600,
        requestedMaxKeepAliveCount: 20,
        maxNotificationsPerPublish: 0,
        publishingEnabled: true,
        priority: 1,
      })
      const group = Group.create(
        subscription,
        nodeIds.map((nodeId) => ({ nodeId, attributeId: AttributeIds.Value })),
        {
          samplingInterval: sampling,
          queueSize: queue,
          discardOldest: true,
          filter: new DataChangeFilter({
            trigger: DataChangeTrigger.StatusValueTimestamp,
            deadbandType: DeadbandType.None,
            deadbandValue: 0,
          }),
        },
        TimestampsToReturn.Both,
      )
      const ready = new Promise((resolve) => group.once('initialized', () => resolve(null)))
      group.on('changed', (item, value) => {
        // What a variable says before its first value is no reading.
        if (value.statusCode.value === statusCodes.BadWaitingForInitialData) return
        onValue(item.itemToMonitor.nodeId.toString(), observedOf(value))
      })
      await ready
      return group
    },
    async history(nodeId, from, to, page) {
      const found: Observed[] = []
      let continuationPoint: Buffer | undefined
      do {
        const answer = await session.historyRead(
          new HistoryReadRequest({
            historyReadDetails: new ReadRawModifiedDetails({
              isReadModified: false,
              startTime: new Date(Math.floor(from / 1000)),
              ...(to === null ? {} : { endTime: new Date(Math.ceil(to / 1000)) }),
              numValuesPerNode: page,
              returnBounds: false,
            }),
            nodesToRead: [{ nodeId, ...(continuationPoint ? { continuationPoint } : {}) }],
            timestampsToReturn: TimestampsToReturn.Both,
          }),
        )
        const result = answer.results![0]!
        if (result.statusCode.value >>> 30 === 2)
          throw new Error(`history of ${nodeId}: ${result.statusCode}`)
        for (const value of (result.historyData as HistoryData | null)?.dataValues ?? []) {
          found.push(observedOf(value))
        }
        continuationPoint = result.continuationPoint?.length ? result.continuationPoint : undefined
      } while (continuationPoint)
      return found
    },
    cut() {
      const channel = (
        client as unknown as { _secureChannel?: { getTransport(): { _socket: { destroy(): void } } } }
      )._secureChannel
      channel?.getTransport()._socket.destroy()
    },
    async close() {
      await client.disconnect()
      await manager.dispose()
    },
  }
}

function observedOf(data: DataValue): Observed {
  const value = data.value.value as number | boolean | null | undefined
  return {
    time: microsOf(data.sourceTimestamp, data.sourcePicoseconds) ?? Number.NaN,
    value: value === null || value === undefined ? null : Number(value),
    status: data.statusCode.value,
  }
}

const microsOf = (at: Date | null, picoseconds: number): Micros | null =>
  at ? at.getTime() * 1000 + Math.floor(picoseconds / 1_000_000) : null
