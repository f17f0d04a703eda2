import { REGISTERS_PER_VALUE, type Step } from './step.ts'

/** A flow file's node; Node-RED knows more fields than are said here. */
type FlowNode = { id: string; type: string } & Record<string, unknown>

/** Registers that Modbus gives in one answer, as whole values. */
const MOST_REGISTERS = 124
const TAB = 'tab'
/** What lies on a tab has a place there; without one it would count as configuration. */
const ON_TAB = { z: TAB, x: 100, y: 100 }
const INTO = 'into'
/** Milliseconds between two inserts of what came meanwhile. */
const INSERT_EVERY = 250

/**
 * What a person would draw who reads these devices into a table: one subscription with all variables, or a read node
 * for as many registers of a device as one request takes; a function that gathers, and one insert a quarter of a
 * second.
 */
export function flowFor(
  step: Step,
  reached: { ports: readonly number[]; nodeIds: readonly string[] },
  databaseUrl: string,
): FlowNode[] {
  const tab = { id: TAB, type: 'tab', label: 'Bench' }
  const into = {
    id: INTO,
    type: 'function',
    ...ON_TAB,
    name: 'into the table',
    outputs: 0,
    initialize: `
      const pool = new (global.get('pg').Pool)({ connectionString: ${JSON.stringify(databaseUrl)}, max: 1 })
      pool.on('error', () => {})
      const state = { rows: [], busy: false }
      context.set('state', state)
      context.set('timer', setInterval(async () => {
        if (state.busy || state.rows.length === 0) return
        state.busy = true
        const rows = state.rows.splice(0, 10000)
        try {
          await pool.query(
            'insert into node_red (source, name, value) select * from unnest($1::timestamptz[], $2::text[], $3::float8[])',
            [rows.map((r) => r[0]), rows.map((r) => r[1]), rows.map((r) => r[2])])
        } catch (error) { node.error(error.message) }
        state.busy = false
      }, ${INSERT_EVERY}))`,
    func: step.protocol === 'opcua' ? TAKE_OPCUA : TAKE_MODBUS,
    wires: [],
  }
  return [tab, into, ...(step.protocol === 'opcua' ? opcua(reached) : modbus(step, reached.ports))]
}

const TAKE_OPCUA = `
  const { sourceTimestamp, value } = msg.payload
  if (value && typeof value.value === 'number') {
    context.get('state').rows.push([sourceTimestamp, msg.topic, value.value])
  }`

const TAKE_MODBUS = `
  const registers = msg.payload
  if (!Array.isArray(registers)) return
  const rows = context.get('state').rows
  const at = new Date()
  const bytes = Buffer.alloc(4)
  for (let i = 0; i + 1 < registers.length; i += ${REGISTERS_PER_VALUE}) {
    bytes.writeUInt16BE(registers[i], 0)
    bytes.writeUInt16BE(registers[i + 1], 2)
    rows.push([at, msg.topic + '/' + i, bytes.readFloatBE(0)])
  }`

/**
 * How the node subscribes to many variables is its own: a queue of one value for each, ten values in a message. So it
 * loses what changes before its turn comes; that can't be set in a flow.
 */
function opcua({ ports, nodeIds }: { ports: readonly number[]; nodeIds: readonly string[] }): FlowNode[] {
  return [
    {
      id: 'endpoint',
      type: 'OpcUa-Endpoint',
      endpoint: `opc.tcp://127.0.0.1:${ports[0]}`,
      secpol: 'Basic256Sha256',
      secmode: 'SIGNANDENCRYPT',
      none: true,
      login: false,
      usercert: false,
    },
    {
      id: 'start',
      type: 'inject',
      ...ON_TAB,
      props: [],
      repeat: '',
      once: true,
      onceDelay: 2,
      wires: [['all']],
    },
    {
      id: 'all',
      type: 'function',
      ...ON_TAB,
      outputs: 1,
      func: `return { topic: 'multiple', payload: ${JSON.stringify(nodeIds.map((nodeId) => ({ nodeId })))} }`,
      wires: [['client']],
    },
    {
      id: 'client',
      type: 'OpcUa-Client',
      ...ON_TAB,
      name: 'reader',
      endpoint: 'endpoint',
      action: 'subscribe',
      time: '500',
      timeUnit: 'ms',
      certificate: 'n',
      deadbandtype: 'a',
      deadbandvalue: 0,
      keepsessionalive: true,
      applicationName: '',
      applicationUri: '',
      wires: [[INTO], [], []],
    },
  ]
}

function modbus({ registers }: Extract<Step, { protocol: 'modbus' }>, ports: readonly number[]): FlowNode[] {
  return ports.flatMap((port, device): FlowNode[] => {
    const client = `client-${device}`
    const reads = Math.ceil(registers / MOST_REGISTERS)
    return [
      {
        id: client,
        type: 'modbus-client',
        clienttype: 'tcp',
        bufferCommands: true,
        stateLogEnabled: false,
        queueLogEnabled: false,
        failureLogEnabled: false,
        tcpHost: '127.0.0.1',
        tcpPort: String(port),
        tcpType: 'DEFAULT',
        unit_id: '1',
        commandDelay: '1',
        clientTimeout: '2000',
        reconnectOnTimeout: true,
        reconnectTimeout: '2000',
        parallelUnitIdsAllowed: true,
      },
      ...Array.from({ length: reads }, (_, i) => ({
        id: `read-${device}-${i}`,
        type: 'modbus-read',
        ...ON_TAB,
        name: '',
        topic: `${device}/${i}`,
        showStatusActivities: false,
        logIOActivities: false,
        showErrors: false,
        showWarnings: false,
        unitid: '1',
        dataType: 'InputRegister',
        adr: String(i * MOST_REGISTERS),
        quantity: String(Math.min(MOST_REGISTERS, registers - i * MOST_REGISTERS)),
        rate: '1',
        rateUnit: 's',
        delayOnStart: false,
        server: client,
        useIOFile: false,
        useIOForPayload: false,
        emptyMsgOnFail: false,
        wires: [[INTO], []],
      })),
    ]
  })
}
