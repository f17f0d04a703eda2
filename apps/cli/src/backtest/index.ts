export { backtestTown } from './backtest-town.ts'
export { explain } from './explain.ts'
