export * from './backtest.ts'
export * from './drive.ts'
export * from './scores.ts'
export * from './truth.ts'
