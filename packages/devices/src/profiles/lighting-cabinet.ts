import type { DeviceProfileSource } from '../profile.ts'

const input = { table: 'input-register' } as const
const meter = { ...input, reporting: { type: 'every', seconds: 900 }, order: 'CDAB' } as const
const daily = { ...input, reporting: { type: 'every', seconds: 86_400 } } as const
// A luminaire that its gateway can't reach has all ones in its status register.
const flag = {
  ...daily,
  unit: '1',
  kind: { type: 'flag' },
  type: 'bit',
  address: 102,
  invalid: [0xffff],
} as const

export const lightingCabinet = {
  id: 'generic/lighting-cabinet',
  label: {
    sv: 'Belysningscentral med energimätare och D4i-armaturer bakom en gateway (generell registerkarta)',
    en: 'Lighting cabinet with energy meter and D4i luminaires behind a gateway (generic register map)',
  },
  caveats: [
    'A register map of our own; no make has it.',
    'The luminaires’ diagnostics are what DALI parts 251–253 (D4i) define; gateways lay them out differently.',
    'The gateway asks each luminaire once a day; its time register says when.',
  ],
  protocol: 'modbus',
  sourceTime: { table: 'input-register', address: 0, type: 'uint32', unit: 's' },
  points: [
    { ...meter, name: 'voltage', role: 'voltage', unit: 'V', address: 2, type: 'float32', range: [0, 300] },
    {
      ...meter,
      name: 'current-l1',
      role: 'current-l1',
      unit: 'A',
      address: 4,
      type: 'float32',
      range: [0, 200],
    },
    {
      ...meter,
      name: 'current-l2',
      role: 'current-l2',
      unit: 'A',
      address: 6,
      type: 'float32',
      range: [0, 200],
    },
    {
      ...meter,
      name: 'current-l3',
      role: 'current-l3',
      unit: 'A',
      address: 8,
      type: 'float32',
      range: [0, 200],
    },
    { ...meter, name: 'power', role: 'power', unit: 'kW', address: 10, type: 'float32', range: [0, 150] },
    {
      ...meter,
      name: 'energy',
      role: 'energy',
      unit: 'kWh',
      kind: { type: 'counter', modulus: 429496729.6 },
      address: 12,
      type: 'uint32',
      scale: 0.1,
      invalid: [0xffffffff],
    },
    {
      ...meter,
      name: 'contactor-closed',
      role: 'contactor-closed',
      unit: '1',
      kind: { type: 'flag' },
      address: 14,
      type: 'bit',
      bit: 0,
      invalid: [0xffff],
    },
  ],
  blocks: [
    {
      name: 'luminaire',
      stride: 10,
      most: 240,
      sourceTime: { table: 'input-register', address: 100, type: 'uint32', unit: 's' },
      points: [
        { ...flag, name: 'lamp-on', role: 'lamp-on', bit: 0 },
        { ...flag, name: 'lamp-failure', role: 'lamp-failure', bit: 1 },
        { ...flag, name: 'gear-failure', role: 'gear-failure', bit: 2 },
        {
          ...daily,
          name: 'burn-hours',
          role: 'burn-hours',
          unit: 'h',
          kind: { type: 'counter', modulus: 4294967296 },
          address: 103,
          type: 'uint32',
          invalid: [0xffffffff],
        },
        {
          ...daily,
          name: 'lamp-power',
          role: 'lamp-power',
          unit: 'W',
          address: 105,
          type: 'uint16',
          scale: 0.1,
          invalid: [0xffff],
          range: [0, 1000],
        },
        {
          ...daily,
          name: 'temperature',
          role: 'temperature',
          unit: 'Cel',
          address: 106,
          type: 'int16',
          scale: 0.1,
          invalid: [-32768],
          range: [-60, 150],
        },
      ],
    },
  ],
} satisfies DeviceProfileSource
