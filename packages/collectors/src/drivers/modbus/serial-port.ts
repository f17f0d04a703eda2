import type { SerialLine } from '@driftbild/devices'
import type { Channel } from './connection.ts'

/** Opens a serial line of this machine, and nobody else may have it meanwhile. */
export async function openSerialPort({ path, baud, parity, stopBits }: SerialLine): Promise<Channel> {
  const { SerialPort } = await library()
  const port = new SerialPort({ path, baudRate: baud, parity, stopBits, dataBits: 8, autoOpen: false })
  await new Promise<void>((resolve, reject) => port.open((error) => (error ? reject(error) : resolve())))
  // What the line said before anybody listened.
  port.flush()
  return {
    stream: port,
    isOpen: () => port.isOpen,
    // Destroying the stream would leave the line locked.
    close: () => new Promise<void>((resolve) => port.close(() => resolve())),
  }
}

/** It has native code, so a bundle can't hold it and a site without serial lines needn't have it. */
async function library() {
  try {
    return await import('serialport')
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException
    const why = code === 'ERR_MODULE_NOT_FOUND' ? 'install it beside the collector' : message
    throw new SerialPortMissing(`serial lines need the package serialport: ${why}`, { cause })
  }
}

export class SerialPortMissing extends Error {}
