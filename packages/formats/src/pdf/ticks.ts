/** Round numbers that cover low to high in about so many steps. */
export function ticksOf(low: number, high: number, about = 4): number[] {
  const span = high - low || Math.abs(high) || 1
  const rough = span / about
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((n) => n * power).find((one) => one >= rough)!
  const ticks: number[] = []
  const first = Math.floor(low / step) * step
  for (let tick = first; ticks.length < 20; tick += step) {
    // Sums of 0.1 drift; what is written is the step's own decimals.
    ticks.push(Number(tick.toPrecision(12)))
    if (tick >= high) break
  }
  return ticks
}
