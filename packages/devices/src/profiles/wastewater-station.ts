import type { DeviceProfileSource, OpcuaPointSource } from '../profile.ts'

const every = { type: 'every', seconds: 300 } as const
const measurements = ['1:Operational', '1:Measurements']
const drive = ['1:Ports', '1:Drive', '1:Measurements']

const ofOnePump: OpcuaPointSource[] = [
  {
    name: 'flow',
    role: 'flow',
    unit: 'm3/h',
    reporting: every,
    range: [0, 2000],
    path: [...measurements, '2:RateOfFlow'],
  },
  {
    name: 'power',
    role: 'power',
    unit: 'kW',
    reporting: every,
    range: [0, 500],
    path: [...measurements, '1:PumpPowerInput'],
  },
  {
    name: 'current',
    role: 'current',
    unit: 'A',
    reporting: every,
    range: [0, 1000],
    path: [...drive, '1:MotorCurrent'],
  },
  {
    name: 'motor-temperature',
    role: 'motor-temperature',
    unit: 'Cel',
    reporting: every,
    range: [-40, 200],
    path: [...drive, '1:MotorTemperature'],
  },
  {
    name: 'seal-moisture',
    role: 'seal-moisture',
    unit: '1',
    reporting: every,
    range: [0, 1],
    path: [...measurements, '2:SealChamber', '2:WaterInOil'],
  },
  {
    name: 'vibration',
    role: 'vibration',
    unit: 'mm/s',
    reporting: every,
    range: [0, 50],
    path: [...measurements, '1:Vibration', '1:OverallVibrationVelocityRMS'],
  },
  {
    name: 'starts',
    role: 'starts',
    unit: '1',
    kind: { type: 'counter', modulus: 4294967296 },
    reporting: every,
    path: [...measurements, '1:NumberOfStarts'],
  },
  {
    name: 'run-hours',
    role: 'run-hours',
    unit: 'h',
    kind: { type: 'counter', modulus: 1e6 },
    reporting: every,
    path: [...measurements, '2:OperatingHours'],
  },
  {
    name: 'running',
    role: 'running',
    unit: '1',
    kind: { type: 'flag' },
    reporting: every,
    path: ['1:Operational', '1:PumpActuation', '1:OnOff'],
  },
]

const pumps = [1, 2].flatMap((n) =>
  ofOnePump.map((point) => ({
    ...point,
    name: `pump-${n}-${point.name}`,
    path: [`2:Pump${n}`, ...point.path],
  })),
)

export const wastewaterStation = {
  id: 'generic/wastewater-station',
  label: {
    sv: 'Avloppspumpstation med två pumpar (generell nodlista)',
    en: 'Wastewater pumping station with two pumps (generic node list)',
  },
  caveats: [
    'Sump, inflow and overflow are a node list of our own; the pumps follow OPC UA Pumps as generic/vsd-pump does.',
    'Water in the oil of the seal chamber is a share, 0 to 1; the specification has no node for it.',
    'Overflowing is what the level switch at the weir says; it measures no volume.',
  ],
  protocol: 'opcua',
  namespaces: ['http://opcfoundation.org/UA/', 'http://opcfoundation.org/UA/Pumps/', 'urn:driftbild:generic'],
  points: [
    {
      name: 'level',
      role: 'level',
      unit: 'm',
      reporting: every,
      range: [0, 20],
      path: ['2:Sump', '2:Level'],
    },
    {
      name: 'flow',
      role: 'flow',
      unit: 'm3/h',
      reporting: every,
      range: [0, 2000],
      path: ['2:Outlet', '2:Flow'],
    },
    {
      name: 'overflowing',
      role: 'overflowing',
      unit: '1',
      kind: { type: 'flag' },
      reporting: every,
      path: ['2:Weir', '2:Overflowing'],
    },
    ...pumps,
  ],
} satisfies DeviceProfileSource
