export * from './device-config.ts'
export * from './profile.ts'
