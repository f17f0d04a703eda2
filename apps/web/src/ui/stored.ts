/** One small choice kept in this browser; where storage is refused the choice lasts as long as the page. */
export function stored<T extends string>(key: string, fallback: T, allowed: readonly T[]) {
  const valid = (value: string | null): value is T => (allowed as readonly (string | null)[]).includes(value)
  return {
    read: (): T => {
      try {
        const value = localStorage.getItem(key)
        return valid(value) ? value : fallback
      } catch {
        return fallback
      }
    },
    write: (value: T): void => {
      try {
        localStorage.setItem(key, value)
      } catch {
        // Private windows may refuse storage.
      }
    },
  }
}
