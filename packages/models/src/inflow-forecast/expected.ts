/** What a method expects of the local hours from one on. */
export interface Expected {
  /** NaN where it can't say. */
  middle: readonly number[]
  /** What to add to the middle for a quantile. */
  error: (lead: number, share: number) => number
}
