// A process of its own: a bundler's memory is given back when it is done.
import { buildWeb } from './web-bundle.ts'

const built = await buildWeb()
process.stdout.write(`${JSON.stringify({ event: 'ready', built })}\n`)
