import type { DeviceProfileSource } from '../profile.ts'

const every = { type: 'every', seconds: 300 } as const

export const waterQuality = {
  id: 'generic/water-quality',
  label: { sv: 'Vattenkvalitet (generell nodlista)', en: 'Water quality (generic node list)' },
  caveats: ['A node list of our own; no make has it.'],
  protocol: 'opcua',
  namespaces: ['http://opcfoundation.org/UA/', 'urn:driftbild:generic'],
  points: [
    {
      name: 'turbidity',
      role: 'turbidity',
      unit: '{FNU}',
      reporting: every,
      range: [0, 100],
      path: ['1:Turbidity'],
    },
    {
      name: 'free-chlorine',
      role: 'free-chlorine',
      unit: 'mg/L',
      reporting: every,
      range: [0, 10],
      path: ['1:FreeChlorine'],
    },
    {
      name: 'total-chlorine',
      role: 'total-chlorine',
      unit: 'mg/L',
      reporting: every,
      range: [0, 10],
      path: ['1:TotalChlorine'],
    },
    {
      name: 'conductivity',
      role: 'conductivity',
      unit: 'mS/m',
      reporting: every,
      range: [0, 500],
      path: ['1:Conductivity'],
    },
    {
      name: 'temperature',
      role: 'temperature',
      unit: 'Cel',
      reporting: every,
      range: [-5, 60],
      path: ['1:Temperature'],
    },
    { name: 'ph', role: 'ph', unit: '[pH]', reporting: every, range: [0, 14], path: ['1:Acidity'] },
  ],
} satisfies DeviceProfileSource
