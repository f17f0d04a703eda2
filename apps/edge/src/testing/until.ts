/** Waits until the condition holds; the error says for what it waited. */
export async function until(what: string, holds: () => unknown, most = 40_000): Promise<void> {
  const end = performance.now() + most
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`waited ${most} ms for: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
