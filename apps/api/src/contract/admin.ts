import { MemberRole, Municipality, MunicipalitySettings, Service } from '@driftbild/core'
import { z } from 'zod'
import { page, Time } from './common.ts'
import { ModelCard } from './overview.ts'

export const MemberView = z.object({
  user: z.string(),
  name: z.string(),
  email: z.string(),
  role: MemberRole,
  service: Service.nullable(),
})
export type MemberView = z.infer<typeof MemberView>

export const NewMemberBody = z.object({
  email: z.email().max(200),
  name: z.string().trim().min(1).max(120),
  role: MemberRole,
  service: Service.nullable(),
})

export const NewMember = z.object({
  /** Lets a new person in, once, shown this once; null where they are known: they sign in as they do. */
  link: z.string().nullable(),
})
export type NewMember = z.infer<typeof NewMember>

export const EndMembershipBody = z.object({
  user: z.string(),
  role: MemberRole,
  service: Service.nullable(),
})

export const SettingsView = z.object({
  municipality: Municipality,
  settings: MunicipalitySettings,
})
export type SettingsView = z.infer<typeof SettingsView>

const isZone = (zone: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

export const SettingsBody = z.object({
  name: z.string().trim().min(1).max(120),
  zone: z.string().refine(isZone, 'an IANA time zone'),
  settings: MunicipalitySettings,
})

export const SiteView = z.object({
  tag: z.string(),
  name: z.string(),
  assets: z.int(),
  /** Of its signals, and how many of them are silent. */
  signals: z.int(),
  silent: z.int(),
})
export type SiteView = z.infer<typeof SiteView>

export const AuditEntryView = z.object({
  id: z.int(),
  at: Time,
  by: z.string(),
  what: z.string(),
  ref: z.string(),
  /** What the ref is, where it is an id: an order by its number, the others by a tag or name. */
  subject: z
    .object({
      type: z.enum(['work-order', 'prediction', 'fault', 'alarm', 'document', 'collector', 'person']),
      name: z.string(),
    })
    .nullable(),
  detail: z.record(z.string(), z.unknown()),
})
export const AuditPage = page(AuditEntryView)
export type AuditEntryView = z.infer<typeof AuditEntryView>

export const ModelView = ModelCard.extend({
  /** Switched off here, although it is good enough. */
  off: z.object({ reason: z.string(), at: Time }).nullable(),
})
export type ModelView = z.infer<typeof ModelView>

export const ModelSwitchBody = z.object({ on: z.boolean(), reason: z.string().trim().min(1).max(400) })
