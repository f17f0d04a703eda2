import { type FaultMode, faultModes } from '@driftbild/core'

/** Whether what is worked on may be a hole in a pipe. */
export const isAboutLeak = (mode: FaultMode | null): boolean =>
  mode !== null && faultModes[mode].family === 'leak'
