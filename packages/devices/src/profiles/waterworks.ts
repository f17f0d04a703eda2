import type { DeviceProfileSource } from '../profile.ts'

const every = { type: 'every', seconds: 300 } as const

export const waterworks = {
  id: 'generic/waterworks',
  label: { sv: 'Vattenverk (generell nodlista)', en: 'Waterworks (generic node list)' },
  caveats: ['A node list of our own: reservoir, outgoing water, weather. No make has it.'],
  protocol: 'opcua',
  namespaces: ['http://opcfoundation.org/UA/', 'urn:driftbild:generic'],
  points: [
    {
      name: 'reservoir-level',
      role: 'level',
      unit: 'm',
      reporting: every,
      range: [0, 30],
      path: ['1:Reservoir', '1:Level'],
    },
    {
      name: 'reservoir-volume',
      role: 'volume',
      unit: 'm3',
      reporting: every,
      range: [0, 100_000],
      path: ['1:Reservoir', '1:Volume'],
    },
    {
      name: 'outflow',
      role: 'flow',
      unit: 'm3/h',
      reporting: every,
      range: [0, 5000],
      path: ['1:Outlet', '1:Flow'],
    },
    {
      name: 'outlet-pressure',
      role: 'pressure',
      unit: 'bar',
      reporting: every,
      range: [0, 25],
      path: ['1:Outlet', '1:Pressure'],
    },
    {
      name: 'outlet-temperature',
      role: 'temperature',
      unit: 'Cel',
      reporting: every,
      range: [-5, 60],
      path: ['1:Outlet', '1:Temperature'],
    },
    {
      name: 'rain',
      role: 'rain',
      unit: 'mm/h',
      reporting: every,
      range: [0, 300],
      path: ['1:Weather', '1:RainIntensity'],
    },
    {
      name: 'air-temperature',
      role: 'temperature',
      unit: 'Cel',
      reporting: every,
      range: [-60, 60],
      path: ['1:Weather', '1:AirTemperature'],
    },
  ],
} satisfies DeviceProfileSource
