import { createServer } from 'node:net'
import { Mistake } from '../mistake.ts'
import { listenerOn } from './listener-on.ts'

/** The port, if it is free, or a free one for 0. */
export async function freePort(port: number): Promise<number> {
  const server = createServer()
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  server.once('error', (cause: NodeJS.ErrnoException) => reject(portMistake(port, cause)))
  server.listen(port, '127.0.0.1', () => {
    const address = server.address()
    server.close(() => resolve(typeof address === 'object' && address ? address.port : port))
  })
  return promise
}

function portMistake(port: number, cause: NodeJS.ErrnoException): Mistake {
  const another = `PORT=${port === 8080 ? 8090 : 8080}`
  if (cause.code !== 'EADDRINUSE') {
    return new Mistake(
      `port ${port} can’t be used: ${cause.message}`,
      `Set PORT to another one, as in ${another}.`,
      { cause },
    )
  }
  const holder = listenerOn(port)
  const who = holder ? `process ${holder.pid} (${holder.command})` : 'another program'
  return new Mistake(
    `port ${port} is taken by ${who}`,
    `Stop that program, or set PORT to another port, as in ${another}.`,
    { cause },
  )
}
