import { AlarmRule, AlarmSetting, FaultMode, groupRules, Priority, Unit } from '@driftbild/core'
import { z } from 'zod'
import { page, Time } from './common.ts'
import { AlarmView } from './work.ts'

/** Alarms that follow from one cause, with it first. */
export const AlarmGroupView = z.object({
  cause: z.discriminatedUnion('type', [
    z.object({ type: z.literal('alarm'), alarm: AlarmView }),
    z.object({ type: z.literal('silence'), asset: z.string(), name: z.string(), since: Time }),
  ]),
  /** In the order in which they were raised, each with why it is in the group. */
  followers: z.array(z.object({ alarm: AlarmView, rule: z.enum(groupRules) })),
})
export type AlarmGroupView = z.infer<typeof AlarmGroupView>

export const journalTypes = ['raised', 'cleared', 'acknowledged', 'shelved', 'unshelved'] as const

export const JournalEntryView = z.object({
  id: z.int(),
  alarm: z.uuid(),
  rule: z.string(),
  asset: z.string(),
  assetName: z.string(),
  mode: FaultMode,
  priority: Priority,
  type: z.enum(journalTypes),
  at: Time,
  /** Null of a state, which is what the alarm says it is. */
  value: z.number().nullable(),
  /** The signal's, for its value; null where the rule is there no more. */
  signal: z.string().nullable(),
  unit: z.string().nullable(),
  /** A person's name; null where nobody did it. */
  by: z.string().nullable(),
  until: Time.nullable(),
  reason: z.string().nullable(),
  /** A later reading showed that it never happened. */
  withdrawnAt: Time.nullable(),
})
export const JournalPage = page(JournalEntryView)
export type JournalEntryView = z.infer<typeof JournalEntryView>

const Target = z.object({ good: z.number(), most: z.number() })

export const AlarmLoadView = z.object({
  from: Time,
  to: Time,
  operators: z.int(),
  alarms: z.int(),
  perOperatorHour: z.number(),
  mostInTenMinutes: z.number(),
  floodShare: z.number(),
  busyHoursShare: z.number(),
  worst: z.array(
    z.object({
      ...{ rule: z.string(), asset: z.string(), assetName: z.string(), alarms: z.int() },
      /** Null where the rule is there no more. */
      mode: FaultMode.nullable(),
    }),
  ),
  worstShare: z.number(),
  standing: z.int(),
  chattering: z.array(z.string()),
  priorities: z.record(Priority, z.number()),
  targets: z.object({
    perOperatorHour: Target,
    mostInTenMinutes: Target,
    floodShare: Target,
    busyHoursShare: Target,
    worstShare: Target,
    standing: Target,
    chattering: Target,
    priorities: z.record(Priority, z.number()),
  }),
  /** There were more alarms than can be counted at once: the figures are of the oldest of them. */
  cut: z.boolean(),
})
export type AlarmLoadView = z.infer<typeof AlarmLoadView>

/** What can raise an alarm, and of what. */
export const AlarmRuleView = z.object({
  rule: AlarmRule,
  asset: z.string(),
  assetName: z.string(),
  /** Of the rule's limit: the signal's. */
  unit: Unit.optional(),
})
export type AlarmRuleView = z.infer<typeof AlarmRuleView>

const Reason = z.string().trim().min(1).max(400)

/** What a person sets of a rule; null takes it back to what the register says. */
export const AlarmSettingBody = z.object({ setting: AlarmSetting.nullable(), reason: Reason })
export type AlarmSettingBody = z.infer<typeof AlarmSettingBody>

/** Of one rule: what holds, what the register says, and who set what since, newest first. */
export const AlarmSettingsView = z.object({
  held: AlarmRuleView,
  registered: AlarmSetting,
  history: z.array(
    z.object({
      setting: AlarmSetting.nullable(),
      reason: z.string(),
      at: Time,
      /** A person's name. */
      by: z.string(),
    }),
  ),
})
export type AlarmSettingsView = z.infer<typeof AlarmSettingsView>

export const SuppressionBody = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('out-of-service'), asset: z.string(), until: Time, reason: Reason }),
  z.object({ kind: z.literal('by-design'), rule: z.string(), whileRule: z.string(), reason: Reason }),
])
export type SuppressionBody = z.infer<typeof SuppressionBody>

export const SuppressionView = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('out-of-service'),
    id: z.uuid(),
    asset: z.string(),
    assetName: z.string(),
    until: Time,
    reason: z.string(),
    from: Time,
    /** A person's name. */
    by: z.string(),
  }),
  z.object({
    kind: z.literal('by-design'),
    id: z.uuid(),
    rule: AlarmRuleView,
    whileRule: AlarmRuleView,
    reason: z.string(),
    from: Time,
    by: z.string(),
  }),
])
export type SuppressionView = z.infer<typeof SuppressionView>
