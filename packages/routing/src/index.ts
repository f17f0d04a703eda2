export * from './order-stops.ts'
export * from './straight-lines.ts'
