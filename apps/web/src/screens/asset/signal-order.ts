import { type AssetClass, type Role, roles } from '@driftbild/core'
import type { AssetPage, SignalView } from '../../data/assets.ts'

/** What one looks at first of a class; the rest come as core lists them. */
const first: Partial<Record<AssetClass, Role>> = {
  'wastewater-pumping-station': 'level',
  'pressure-sensor': 'pressure',
  reservoir: 'level',
  'water-quality-station': 'free-chlorine',
  luminaire: 'lamp-power',
  'waste-container': 'fill',
}

const roleOrder = Object.keys(roles)

export function inOrder({ class: of, signals }: Pick<AssetPage, 'class' | 'signals'>): SignalView[] {
  const place = ({ role }: SignalView) => (role === first[of] ? -1 : roleOrder.indexOf(role))
  return signals.toSorted((a, b) => place(a) - place(b))
}
