/** How a state looks: colours and shapes, for pages, map, charts and paper alike. */
export * from './shapes.ts'
export * from './tokens.ts'
