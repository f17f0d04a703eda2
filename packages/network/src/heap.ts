/** What is nearest comes out first. */
export type Heap<T> = [distance: number, what: T][]

export function push<T>(heap: Heap<T>, item: Heap<T>[number]): void {
  let i = heap.push(item) - 1
  while (i > 0) {
    const parent = (i - 1) >> 1
    if (heap[parent]![0] <= heap[i]![0]) break
    swap(heap, i, parent)
    i = parent
  }
}

/** Of a heap that is not empty. */
export function pop<T>(heap: Heap<T>): Heap<T>[number] {
  const top = heap[0]!
  const last = heap.pop()!
  if (heap.length === 0) return top
  heap[0] = last
  for (let i = 0; ; ) {
    const left = 2 * i + 1
    if (left >= heap.length) return top
    const child = left + 1 < heap.length && heap[left + 1]![0] < heap[left]![0] ? left + 1 : left
    if (heap[i]![0] <= heap[child]![0]) return top
    swap(heap, i, child)
    i = child
  }
}

function swap<T>(heap: Heap<T>, i: number, j: number): void {
  const item = heap[i]!
  heap[i] = heap[j]!
  heap[j] = item
}
