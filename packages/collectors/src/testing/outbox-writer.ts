import { Outbox } from '../outbox/outbox.ts'
import { aReading, T0, taken } from './readings.ts'

// Writes 1, 2, 3 … at their seconds and prints each number once its delivery is on disk.
const outbox = new Outbox({ path: process.argv[2]!, now: () => T0, log: () => undefined })
const cursor = outbox.cursor('A/pressure')
let next = cursor === undefined ? 1 : Math.max(1, (cursor - T0) / 1e6 - 5)
console.log(next - 1)
for (;;) {
  const batch = Array.from({ length: 7 }, () => taken('A/pressure', aReading(next, next++)))
  await outbox.take({ readings: batch, follows: true })
  console.log(next - 1)
}
