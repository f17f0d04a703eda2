import type { DeviceProfileSource } from '../profile.ts'

const holding = { table: 'holding-register', reporting: { type: 'every', seconds: 300 } } as const

export const pressureLogger = {
  id: 'generic/pressure-logger',
  label: { sv: 'Tryckgivare (generell registerkarta)', en: 'Pressure sensor (generic register map)' },
  caveats: [
    'A register map of our own; no make has it.',
    'It has no clock: the source time is the collector’s at the reply, and is marked so.',
  ],
  protocol: 'modbus',
  points: [
    {
      ...holding,
      name: 'pressure',
      role: 'pressure',
      unit: 'bar',
      address: 0,
      type: 'float32',
      order: 'CDAB',
      range: [0, 16],
    },
    {
      ...holding,
      name: 'battery',
      role: 'battery',
      unit: '%',
      address: 2,
      type: 'uint16',
      invalid: [0xffff],
      range: [0, 100],
    },
  ],
} satisfies DeviceProfileSource
