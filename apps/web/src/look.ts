/** The pages' colours and shapes, without the pages: what is drawn on paper looks the same. */
export { shapeStroke, stateShapes } from './signs/shapes.ts'
export { light, type Tokens } from './theme/tokens.ts'
