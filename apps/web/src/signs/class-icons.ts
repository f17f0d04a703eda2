import type { AssetClass, Service } from '@driftbild/core'

/** One icon for each class of asset, drawn as one set: strokes of one width in a 24 × 24 box. */
export const classIcons: Record<AssetClass, string> = {
  pipe: 'M3 9.5h18M3 14.5h18M6.5 7v10M17.5 7v10',
  junction: 'M12 12 4.5 6M12 12l7.5-6M12 12v8.5M12 9.2a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6z',
  valve: 'M4 9v9l16-9v9zM12 13.4V6M8.5 6h7',
  hydrant: 'M8 20.5V10a4 4 0 0 1 8 0v10.5M6 20.5h12M8 13.5H5.5v-2.5H8M16 13.5h2.5v-2.5H16M12 6V3.5',
  connection: 'M3 17.5h18M12 17.5V12M6.5 12h11V7.5L12 3.5 6.5 7.5z',
  reservoir: 'M4.5 5v14h15V5M4.5 11c2.5-1.8 5 1.8 7.5 0s5 1.8 7.5 0',
  waterworks: 'M4 20V10l8-6 8 6v10zM12 10.5c1.7 2.1 2.6 3.4 2.6 4.6a2.6 2.6 0 0 1-5.2 0c0-1.2.9-2.5 2.6-4.6z',
  pump: 'M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16zM8.5 6l11 6-11 6',
  'dma-meter': 'M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16zM12 13l3.6-4.6M7.6 15.5h8.8',
  'pressure-sensor': 'M12 3.5a7 7 0 1 1 0 14 7 7 0 0 1 0-14zM12 10.5l-3-3.2M12 17.5V21M9 21h6',
  'wastewater-pumping-station':
    'M3.5 5.5h17M5.5 5.5v14h13v-14M5.5 12c2.2-1.6 4.3 1.6 6.5 0s4.3 1.6 6.5 0M12 16h.01',
  'wastewater-pump':
    'M12 3a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM9.3 4.7l8.6 4.8-8.6 4.8M4 20c2.7-1.8 5.3 1.8 8 0s5.3 1.8 8 0',
  'water-level-gauge':
    'M8 3.5h5v13M8 7h2.5M8 10.5h2.5M8 14h2.5M3.5 19c2.8-1.8 5.7 1.8 8.5 0s5.7 1.8 8.5 0M8 3.5v13',
  'water-quality-station':
    'M12 3.5c3.6 4.4 5.8 7.3 5.8 10.3a5.8 5.8 0 0 1-11.6 0c0-3 2.2-5.9 5.8-10.3zM9.6 13.8l1.8 1.9 3.2-3.6',
  'rain-gauge':
    'M7 14.5a4 4 0 0 1 .4-8 5.2 5.2 0 0 1 9.9 1.2 3.5 3.5 0 0 1-.6 6.8zM8 17.5 7 20.5M12.5 17.5l-1 3M17 17.5l-1 3',
  'lighting-cabinet': 'M5.5 3.5h13v15h-13zM8 18.5V21M16 18.5V21M12.8 6.5 9.6 11.4h4.2L11 15.6',
  luminaire:
    'M7 21V8a4.5 4.5 0 0 1 4.5-4.5H15M13 7h6.5a3.3 3.3 0 0 0-6.5 0zM14.2 10.5l-1 2.5M16.3 10.5V13.5M18.4 10.5l1 2.5',
  'waste-container': 'M4.5 7h15M9.3 7V4.2h5.4V7M6.5 7l1 13.3h9l1-13.3M10.3 10.5l.3 6.5M13.7 10.5l-.3 6.5',
  depot: 'M3.5 20V9.5L12 4.5l8.5 5V20M7.5 20v-7.5h9V20M7.5 16h9',
}

/** Every class, in the register's order; the icons' type makes the list complete. */
export const assetClassNames = Object.keys(classIcons) as AssetClass[]

export const serviceIcons: Record<Service, string> = {
  water: 'M12 3.5c3.8 4.6 5.8 7.6 5.8 10.3a5.8 5.8 0 0 1-11.6 0c0-2.7 2-5.7 5.8-10.3z',
  sewer: 'M3 8c3-2.2 6 2.2 9 0s6 2.2 9 0M3 13c3-2.2 6 2.2 9 0s6 2.2 9 0M3 18c3-2.2 6 2.2 9 0s6 2.2 9 0',
  lighting: classIcons.luminaire,
  waste: classIcons['waste-container'],
}
