import type { Me } from './me.ts'

/** Somebody whose day is orders, not the town: the pages begin and are laid out for them. */
export function isFieldWorker({ memberships }: Me, municipality: string): boolean {
  const roles = memberships.filter((one) => one.municipality === municipality).map(({ role }) => role)
  return roles.length > 0 && roles.every((role) => role === 'crew')
}
