import type { DeviceProfileSource } from '../profile.ts'

const input = { table: 'input-register', reporting: { type: 'every', seconds: 300 } } as const

export const waterQualityProbe = {
  id: 'generic/water-quality-probe',
  label: {
    sv: 'Vattenkvalitet i ledningsnätet (generell registerkarta)',
    en: 'Water quality in the network (generic register map)',
  },
  caveats: [
    'A register map of our own; no make has it.',
    'It has no clock: the source time is the collector’s at the reply, and is marked so.',
  ],
  protocol: 'modbus',
  points: [
    {
      ...input,
      name: 'turbidity',
      role: 'turbidity',
      unit: '{FNU}',
      address: 0,
      type: 'float32',
      range: [0, 100],
    },
    {
      ...input,
      name: 'free-chlorine',
      role: 'free-chlorine',
      unit: 'mg/L',
      address: 2,
      type: 'float32',
      range: [0, 10],
    },
    {
      ...input,
      name: 'total-chlorine',
      role: 'total-chlorine',
      unit: 'mg/L',
      address: 4,
      type: 'float32',
      range: [0, 10],
    },
    {
      ...input,
      name: 'conductivity',
      role: 'conductivity',
      unit: 'mS/m',
      address: 6,
      type: 'float32',
      range: [0, 500],
    },
    {
      ...input,
      name: 'temperature',
      role: 'temperature',
      unit: 'Cel',
      address: 8,
      type: 'float32',
      range: [-5, 60],
    },
    { ...input, name: 'ph', role: 'ph', unit: '[pH]', address: 10, type: 'float32', range: [0, 14] },
  ],
} satisfies DeviceProfileSource
