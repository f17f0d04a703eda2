import { readFileSync } from 'node:fs'

// Loaded before a program whose clock is to jump: seconds ahead stand in a file, which may change at any time.

const file = process.env.DRIFTBILD_TEST_CLOCK
const real = Date.now
let ahead = 0
const look = () => {
  try {
    ahead = Number(readFileSync(file!, 'utf8')) * 1000
  } catch {
    ahead = 0
  }
}
if (file) {
  look()
  setInterval(look, 50).unref()
  Date.now = () => real() + ahead
}
