/** Keeps so many of what is dear to make, those that were wanted last. */
export function kept<T>(most: number): { get(name: string): T | undefined; put(name: string, value: T): T } {
  const values = new Map<string, T>()
  return {
    get(name) {
      const value = values.get(name)
      if (value !== undefined) {
        values.delete(name)
        values.set(name, value)
      }
      return value
    },
    put(name, value) {
      values.delete(name)
      if (values.size >= most) values.delete(values.keys().next().value!)
      values.set(name, value)
      return value
    },
  }
}
