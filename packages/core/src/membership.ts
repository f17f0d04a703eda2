import { z } from 'zod'
import type { Visibility } from './asset.ts'
import { Kommunkod, Service } from './municipality.ts'

export const memberRoles = ['engineer', 'crew', 'planner', 'admin', 'operator'] as const
export const MemberRole = z.enum(memberRoles)
export type MemberRole = z.infer<typeof MemberRole>

/** A user's role in one municipality, for one service or for all of them (null). */
export const Membership = z.object({
  user: z.string(),
  municipality: Kommunkod,
  service: Service.nullable(),
  role: MemberRole,
})
export type Membership = z.infer<typeof Membership>

/** Everything a person may do, and who. A new right is a line here. */
export const rights = {
  'see-assets': ['engineer', 'crew', 'planner', 'admin', 'operator'],
  'see-restricted': ['engineer', 'admin'],
  'edit-assets': ['engineer', 'planner', 'admin'],
  'acknowledge-alarm': ['engineer', 'admin'],
  'set-alarm-limits': ['engineer', 'admin'],
  'approve-order': ['engineer', 'admin'],
  'do-order': ['engineer', 'crew', 'admin'],
  'judge-prediction': ['engineer', 'admin'],
  'plan-renewal': ['engineer', 'planner', 'admin'],
  'plan-inspection': ['engineer', 'planner', 'admin'],
  'plan-rounds': ['engineer', 'planner', 'admin'],
  'export-assets': ['engineer', 'planner', 'admin'],
  'manage-members': ['admin'],
  'manage-collectors': ['admin'],
  'manage-retention': ['admin'],
  'manage-municipality': ['admin'],
  'manage-models': ['admin'],
  'see-audit': ['admin'],
  'manage-notices': ['admin'],
  'manage-rota': ['engineer', 'admin'],
  /** Nobody has it by being somebody else: who may move pumps is said person by person. */
  'command-devices': ['operator'],
} as const satisfies Record<string, readonly MemberRole[]>
export type Right = keyof typeof rights

/** Whether these memberships give a right in a municipality, for a service where one is meant. */
export function mayDo(
  memberships: readonly Membership[],
  right: Right,
  municipality: Kommunkod,
  service: Service | null,
): boolean {
  const allowed: readonly MemberRole[] = rights[right]
  return memberships.some(
    (m) =>
      m.municipality === municipality &&
      allowed.includes(m.role) &&
      (m.service === null || service === null || m.service === service),
  )
}

/** The one rule of visibility. */
export function maySee(
  memberships: readonly Membership[],
  visibility: Visibility,
  municipality: Kommunkod,
  service: Service,
): boolean {
  if (visibility === 'public') return true
  const right: Right = visibility === 'restricted' ? 'see-restricted' : 'see-assets'
  return mayDo(memberships, right, municipality, service)
}
