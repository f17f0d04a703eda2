import type { AssetClass } from './asset.ts'
import { type FaultMode, faultModes } from './fault-mode.ts'

type Family = (typeof faultModes)[FaultMode]['family']

/** What a crew goes through at the place, by the family of the fault; the words are the web's. */
export const checklists: Record<Family, readonly string[]> = {
  leak: ['place-secured', 'fittings-listened', 'ground-listened', 'place-marked', 'valves-closed', 'flushed'],
  supply: ['level-read', 'inlet-checked', 'overflow-checked'],
  flood: ['level-read', 'banks-looked-over', 'culverts-cleared', 'photographed'],
  quality: ['sensor-compared', 'sample-taken', 'chlorine-measured', 'source-looked-for', 'flushed'],
  pump: ['locked-out', 'sound-checked', 'current-read', 'test-run'],
  seal: ['gas-measured', 'locked-out', 'oil-changed', 'test-run'],
  'check-valve': ['gas-measured', 'locked-out', 'flap-cleared', 'test-run'],
  overflow: ['gas-measured', 'pump-checked', 'screen-cleaned', 'test-run'],
  lamp: ['locked-out', 'lamp-checked', 'gear-checked', 'test-lit'],
  circuit: ['locked-out', 'fuse-checked', 'insulation-measured', 'test-lit'],
  switching: ['locked-out', 'contactor-checked', 'light-sensor-checked', 'test-lit'],
  load: ['current-read', 'joints-looked-over', 'photographed'],
  fill: ['emptied', 'surroundings-cleaned', 'lid-checked'],
  sensor: ['cable-checked', 'compared', 'cleaned'],
}

/** What every inspection goes through, before what its class adds. */
const ofEveryInspection = ['reachable', 'marked', 'surface-looked-over', 'photographed']

const inspectionAdds: Record<AssetClass, readonly string[]> = {
  pipe: ['route-walked', 'ground-listened'],
  junction: ['tight-checked'],
  valve: ['tight-checked', 'turned-both-ways', 'counted-turns'],
  hydrant: ['tight-checked', 'opened-and-drained', 'pressure-read'],
  connection: ['tight-checked', 'turned-both-ways'],
  reservoir: ['level-read', 'overflow-checked', 'locked-checked', 'inside-clean'],
  waterworks: ['sound-checked', 'locked-checked', 'safety-equipment-checked'],
  pump: ['sound-checked', 'current-read', 'tight-checked', 'test-run'],
  'dma-meter': ['compared', 'tight-checked', 'cable-checked'],
  'pressure-sensor': ['compared', 'cable-checked'],
  'wastewater-pumping-station': [
    'gas-measured',
    'screen-cleaned',
    'overflow-checked',
    'safety-equipment-checked',
  ],
  'wastewater-pump': ['sound-checked', 'current-read', 'test-run'],
  'rain-gauge': ['cleaned', 'compared'],
  'water-level-gauge': ['cleaned', 'compared', 'fixings-checked'],
  'water-quality-station': ['cleaned', 'compared', 'cable-checked'],
  'lighting-cabinet': ['locked-checked', 'fuse-checked', 'insulation-measured', 'test-lit'],
  luminaire: ['test-lit', 'post-checked', 'glass-cleaned'],
  'waste-container': ['lid-checked', 'fixings-checked', 'surroundings-cleaned'],
  depot: ['locked-checked', 'safety-equipment-checked'],
}

/** What a crew goes through when it inspects an asset of a class. */
export const inspectionChecklist = (of: AssetClass): readonly string[] => [
  ...ofEveryInspection,
  ...inspectionAdds[of],
]

export const checklistFor = (mode: FaultMode): readonly string[] => checklists[faultModes[mode].family]
