/** How a luminaire makes its light. */
export const lightSources = ['LED', 'high-pressure-sodium', 'metal-halide', 'mercury'] as const
export type LightSource = (typeof lightSources)[number]
