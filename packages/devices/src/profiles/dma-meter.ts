import type { DeviceProfileSource } from '../profile.ts'

const every = { type: 'every', seconds: 300 } as const
const input = { table: 'input-register', reporting: every } as const

export const dmaMeter = {
  id: 'generic/dma-meter',
  label: {
    sv: 'Mätzonsmätare, flöde och tryck (generell registerkarta)',
    en: 'District meter, flow and pressure (generic register map)',
  },
  caveats: [
    'A register map of our own; no make has it.',
    'Times come from the meter’s own clock, whole seconds in UTC.',
  ],
  protocol: 'modbus',
  sourceTime: { table: 'input-register', address: 0x00, type: 'uint32', unit: 's' },
  points: [
    {
      ...input,
      name: 'flow',
      role: 'flow',
      unit: 'm3/h',
      address: 0x02,
      type: 'float32',
      range: [-500, 5000],
    },
    {
      ...input,
      name: 'volume',
      role: 'volume',
      unit: 'm3',
      kind: { type: 'counter', modulus: 429496729.6 },
      address: 0x04,
      type: 'uint32',
      scale: 0.1,
      invalid: [0xffffffff],
    },
    {
      ...input,
      name: 'pressure',
      role: 'pressure',
      unit: 'bar',
      address: 0x0c,
      type: 'float32',
      range: [0, 16],
    },
    {
      ...input,
      name: 'temperature',
      role: 'temperature',
      unit: 'Cel',
      address: 0x0e,
      type: 'int16',
      scale: 0.1,
      invalid: [-32768],
      range: [-5, 60],
    },
    {
      ...input,
      name: 'battery',
      role: 'battery',
      unit: '%',
      address: 0x0f,
      type: 'uint16',
      invalid: [0xffff],
      range: [0, 100],
    },
  ],
} satisfies DeviceProfileSource
