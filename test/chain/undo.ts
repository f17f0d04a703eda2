/** What takes back each step that was taken, in the order of the steps. */
export type Undo = (() => unknown)[]

export async function undoAll(undo: Undo): Promise<void> {
  for (let one = undo.pop(); one; one = undo.pop()) await one()
}

/** Starts something in steps; those that were taken are taken back when a later one fails. */
export async function inSteps<T>(start: (undo: Undo) => Promise<T>): Promise<T> {
  const undo: Undo = []
  try {
    return await start(undo)
  } catch (error) {
    await undoAll(undo)
    throw error
  }
}
