import { type FaultMode, faultModes } from './fault-mode.ts'

type Family = (typeof faultModes)[FaultMode]['family']

/** What a crew goes through at the place, by the family of the fault; the words are the web's. */
export const checklists: Record<Family, readonly string[]> = {
  leak: ['place-secured', 'fittings-listened', 'ground-listened', 'place-marked', 'valves-closed', 'flushed'],
  supply: ['level-read', 'inlet-checked', 'overflow-checked'],
  pump: ['locked-out', 'sound-checked', 'current-read', 'test-run'],
  overflow: ['gas-measured', 'pump-checked', 'screen-cleaned', 'test-run'],
  lamp: ['locked-out', 'lamp-checked', 'gear-checked', 'test-lit'],
  circuit: ['locked-out', 'fuse-checked', 'insulation-measured', 'test-lit'],
  fill: ['emptied', 'surroundings-cleaned', 'lid-checked'],
  sensor: ['cable-checked', 'compared', 'cleaned'],
}

export const checklistFor = (mode: FaultMode): readonly string[] => checklists[faultModes[mode].family]
