export { type BacktestEntry, backtestTown } from './backtest-town.ts'
export { explain } from './explain.ts'
export { townHistory } from './town-history.ts'
