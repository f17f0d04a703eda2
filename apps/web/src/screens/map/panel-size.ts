/** Pixels. */
export const PANEL_WIDTH = { least: 320, ordinary: 420, most: 720, step: 20 } as const

/** Share of the screen's height that a phone's sheet takes at first. */
export const SHEET_SHARE = 0.5
