/** Indexes of at most `most` of `count` rows at an even stride, the newest always among them. */
export function everyNth(count: number, most: number): number[] {
  if (count <= 0) return []
  const stride = Math.max(1, Math.ceil(count / most))
  const picked: number[] = []
  for (let i = count - 1; i >= 0; i -= stride) picked.push(i)
  return picked.reverse()
}
