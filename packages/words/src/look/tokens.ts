import type { AssetState } from '@driftbild/core'

/** One theme: every colour that the pages, the map and the charts may use. */
export interface Tokens {
  ground: string
  panel: string
  raised: string
  line: string
  /** Edges of controls; at least 3:1 against panel and ground. */
  edge: string
  text: string
  /** Second-rank text; at least 4.5:1 against panel and ground. */
  quiet: string
  /** The chrome's one strong colour is the text's own: colour is kept for states. */
  strong: string
  onStrong: string
  hover: string
  chosen: string
  /** What is filled in a state's shape, and the text or glyph drawn upon it. */
  state: Record<AssetState, string>
  onState: Record<AssetState, string>
  /** The shape's outline; at least 3:1 against panel and map. */
  stateEdge: Record<AssetState, string>
  chart: {
    line: string
    band: string
    bandEdge: string
    grid: string
    axis: string
    hatch: string
    mark: string
  }
  map: {
    land: string
    water: string
    green: string
    building: string
    buildingEdge: string
    street: string
    streetEdge: string
    path: string
    rail: string
    label: string
    labelHalo: string
    waterLabel: string
    network: { water: string; sewer: string; lighting: string; waste: string }
    marker: string
    markerEdge: string
    glyph: string
    /** What stands in a container, and a lamp that burns; a glyph upon it stays readable. */
    level: string
    selection: string
  }
}

export const light: Tokens = {
  ground: '#eceeef',
  panel: '#ffffff',
  raised: '#f6f7f8',
  line: '#d6dbde',
  edge: '#7d8a92',
  text: '#18222a',
  quiet: '#4d5b64',
  strong: '#22303a',
  onStrong: '#ffffff',
  hover: '#e9edef',
  chosen: '#dfe5e8',
  state: {
    critical: '#c0132b',
    high: '#e0731d',
    low: '#f2c927',
    prediction: '#7b46b8',
    stale: '#c3cacf',
    information: '#ffffff',
    normal: '#ffffff',
  },
  onState: {
    critical: '#ffffff',
    high: '#1d1206',
    low: '#211a00',
    prediction: '#ffffff',
    stale: '#2c363d',
    information: '#1c5f9e',
    normal: '#4d5b64',
  },
  stateEdge: {
    critical: '#8f0d1f',
    high: '#a34c08',
    low: '#8a6b00',
    prediction: '#5d2f95',
    stale: '#66737b',
    information: '#1c66ab',
    normal: '#7a878f',
  },
  chart: {
    line: '#22303a',
    band: '#22303a1f',
    bandEdge: '#6d7b84',
    grid: '#e6e9eb',
    axis: '#4d5b64',
    hatch: '#98a4ab',
    mark: '#22303a',
  },
  map: {
    land: '#eaecec',
    water: '#cdd8de',
    green: '#e0e6de',
    building: '#dcdfe1',
    buildingEdge: '#cfd4d7',
    street: '#fbfbfb',
    streetEdge: '#d3d8db',
    path: '#f4f5f5',
    rail: '#bcc4c9',
    label: '#4a565e',
    labelHalo: '#f3f4f4',
    waterLabel: '#56707f',
    network: { water: '#6d8ca3', sewer: '#8d7f68', lighting: '#9a9478', waste: '#7d8a7d' },
    marker: '#ffffff',
    markerEdge: '#76838b',
    glyph: '#35434c',
    level: '#c3ced5',
    selection: '#18222a',
  },
}

export const dark: Tokens = {
  ground: '#0f151a',
  panel: '#171f26',
  raised: '#1d2730',
  line: '#2c3842',
  edge: '#74838e',
  text: '#e4eaee',
  quiet: '#a3b1bb',
  strong: '#dfe6ea',
  onStrong: '#131b21',
  hover: '#222d36',
  chosen: '#2a3742',
  state: {
    critical: '#ef4a5c',
    high: '#f28c3b',
    low: '#f0cf45',
    prediction: '#a678de',
    stale: '#4a5861',
    information: '#171f26',
    normal: '#171f26',
  },
  onState: {
    critical: '#1c0206',
    high: '#1d1003',
    low: '#1f1900',
    prediction: '#150726',
    stale: '#e4eaee',
    information: '#7cbcf2',
    normal: '#a3b1bb',
  },
  stateEdge: {
    critical: '#ff9aa5',
    high: '#ffbd86',
    low: '#fbe594',
    prediction: '#cbaef0',
    stale: '#93a2ac',
    information: '#62a9e6',
    normal: '#74838e',
  },
  chart: {
    line: '#dfe6ea',
    band: '#dfe6ea24',
    bandEdge: '#84939d',
    grid: '#25303a',
    axis: '#a3b1bb',
    hatch: '#64737d',
    mark: '#dfe6ea',
  },
  map: {
    land: '#161e25',
    water: '#0a2532',
    green: '#19261f',
    building: '#202a32',
    buildingEdge: '#2b3740',
    street: '#2e3a44',
    streetEdge: '#1c252c',
    path: '#26313a',
    rail: '#36434d',
    label: '#a8b5be',
    labelHalo: '#10171c',
    waterLabel: '#6f95a8',
    network: { water: '#5d83a0', sewer: '#8a7d66', lighting: '#87815f', waste: '#6d7c6d' },
    marker: '#1d2730',
    markerEdge: '#7f8e99',
    glyph: '#d5dde2',
    level: '#4a5a67',
    selection: '#e4eaee',
  },
}

export const themes = { light, dark } as const
export type ThemeName = keyof typeof themes

/** Each token as a CSS custom property: `state.critical` becomes `--state-critical`, `onStrong` `--on-strong`. */
export function cssProperties(tokens: Tokens): [string, string][] {
  const walk = (node: object, path: string[]): [string, string][] =>
    Object.entries(node).flatMap(([key, value]): [string, string][] => {
      const here = [...path, key.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)]
      return typeof value === 'string' ? [[`--${here.join('-')}`, value]] : walk(value, here)
    })
  return walk(tokens, [])
}
