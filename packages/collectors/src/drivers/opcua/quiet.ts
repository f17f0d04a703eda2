import { LogLevel, setLogLevel } from 'node-opcua-client'

/** The library writes its warnings to stdout, where our own lines go; what matters of them we say ourselves. */
export const quietLibrary = (): void => setLogLevel(LogLevel.Emergency)
