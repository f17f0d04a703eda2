import type { DeviceProfileSource } from '../profile.ts'

const every = { type: 'every', seconds: 300 } as const

export const reservoir = {
  id: 'generic/reservoir',
  label: { sv: 'Reservoar (generell nodlista)', en: 'Reservoir (generic node list)' },
  caveats: ['A node list of our own; no make has it.'],
  protocol: 'opcua',
  namespaces: ['http://opcfoundation.org/UA/', 'urn:driftbild:generic'],
  points: [
    { name: 'level', role: 'level', unit: 'm', reporting: every, range: [0, 30], path: ['1:Level'] },
    { name: 'volume', role: 'volume', unit: 'm3', reporting: every, range: [0, 100_000], path: ['1:Volume'] },
    { name: 'flow', role: 'flow', unit: 'm3/h', reporting: every, range: [0, 5000], path: ['1:Inflow'] },
  ],
} satisfies DeviceProfileSource
