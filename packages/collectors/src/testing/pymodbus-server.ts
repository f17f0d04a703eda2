import { python } from './python.ts'

/** A Modbus server that shares no code with ours: Debian's pymodbus. Units 1 and 2 have the same contents. */
export async function pymodbusServer(
  ...args: ['tcp' | 'rtu', port: string] | ['serial', path: string]
): Promise<void> {
  await python(SERVER, ...args)
}

/** Register n holds n × 3, coil n is set where n is divisible by 3, discrete input n where it is by 5. */
const SERVER = `
import logging, os, sys, threading
from pymodbus.datastore import ModbusSequentialDataBlock as Block, ModbusSlaveContext, ModbusServerContext
from pymodbus.server import StartSerialServer, StartTcpServer
from pymodbus.transaction import ModbusRtuFramer, ModbusSocketFramer

logging.disable(logging.CRITICAL)

def leave():
    sys.stdin.read()
    os._exit(0)
threading.Thread(target=leave, daemon=True).start()

def unit():
    return ModbusSlaveContext(
        hr=Block(0, [n * 3 for n in range(3000)]), ir=Block(0, [n * 3 for n in range(3000)]),
        co=Block(0, [n % 3 == 0 for n in range(3000)]), di=Block(0, [n % 5 == 0 for n in range(3000)]),
        zero_mode=True)
context = ModbusServerContext(slaves={1: unit(), 2: unit()}, single=False)
kind, where = sys.argv[1:]
print('started', flush=True)
if kind == 'serial':
    StartSerialServer(context=context, framer=ModbusRtuFramer, port=where, baudrate=19200)
else:
    framer = ModbusRtuFramer if kind == 'rtu' else ModbusSocketFramer
    StartTcpServer(context=context, framer=framer, address=('127.0.0.1', int(where)))
`
