import { isLoopback, LINES, Priority, Service } from '@driftbild/core'
import { z } from 'zod'
import { page, Time } from './common.ts'

/** What is sent over a network that others share is encrypted. */
const Address = z.url({ protocol: /^https?$/ }).refine((url) => {
  const { protocol, hostname } = new URL(url)
  return protocol === 'https:' || isLoopback(hostname)
}, 'plain http is for this machine only')

export const MailSettings = z
  .object({
    host: z.string().min(1).max(200),
    port: z.int().min(1).max(65535),
    security: z.enum(['tls', 'starttls', 'none']),
    /** Empty: without signing in. */
    user: z.string().max(200),
    from: z.email(),
  })
  .refine(({ security, host }) => security !== 'none' || isLoopback(host), 'mail is sent encrypted')

const SmsSettings = z.object({
  url: Address,
  contentType: z.enum(['application/json', 'application/x-www-form-urlencoded']),
  /** With {to} and {text} where the gateway wants them. */
  template: z.string().includes('{to}').includes('{text}').max(2000),
  /** The header that carries the secret; empty: none does. */
  header: z.string().regex(/^[A-Za-z0-9-]*$/),
})

const WebhookSettings = z.object({ url: Address })

const Name = z.string().trim().min(1).max(80)
/** Told once, shown never again. Empty: there is none. */
const Secret = z.string().max(4000)

export const NewChannelBody = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('mail'), name: Name, settings: MailSettings, secret: Secret }),
  z.object({ kind: z.literal('sms'), name: Name, settings: SmsSettings, secret: Secret }),
  z.object({ kind: z.literal('webhook'), name: Name, settings: WebhookSettings, secret: Secret.min(16) }),
])
export type NewChannelBody = z.infer<typeof NewChannelBody>
export type ChannelSettings = {
  [K in NewChannelBody['kind']]: Extract<NewChannelBody, { kind: K }>['settings']
}

export const ChannelView = z.object({
  id: z.uuid(),
  kind: z.enum(['mail', 'sms', 'webhook']),
  name: z.string(),
  /** Where it goes, without what is secret. */
  settings: z.record(z.string(), z.unknown()),
  hasSecret: z.boolean(),
  setAt: Time,
})
export type ChannelView = z.infer<typeof ChannelView>

/** A test goes to the person who asks, by the address that they are reached at. */
export const TestOutcome = z.object({ sent: z.boolean(), error: z.string().nullable() })
export type TestOutcome = z.infer<typeof TestOutcome>

const MinuteOfDay = z.int().min(0).max(1439)

export const NoticeRuleBody = z
  .object({
    channels: z.array(z.uuid()).max(20),
    escalateMinutes: z.int().min(1).max(1440).nullable(),
    quietFrom: MinuteOfDay.nullable(),
    quietTo: MinuteOfDay.nullable(),
  })
  .refine(({ quietFrom, quietTo }) => (quietFrom === null) === (quietTo === null), {
    path: ['quietTo'],
    message: 'quiet hours have a beginning and an end',
  })

export const NoticeRuleView = z.object({
  priority: Priority,
  channels: z.array(z.uuid()),
  escalateMinutes: z.int().nullable(),
  quietFrom: z.int().nullable(),
  quietTo: z.int().nullable(),
  /** Null: nothing was decided, and nobody is told. */
  setAt: Time.nullable(),
})
export type NoticeRuleView = z.infer<typeof NoticeRuleView>

export const ShiftBody = z.object({
  user: z.string().min(1),
  line: z.int().min(1).max(LINES),
  service: Service.nullable(),
  from: Time,
  to: Time,
  /** The same again, a week later each time. */
  weeks: z.int().min(1).max(52).default(1),
})

export const ShiftView = z.object({
  id: z.uuid(),
  user: z.string(),
  name: z.string(),
  line: z.int(),
  service: Service.nullable(),
  from: Time,
  to: Time,
  /** On call now. */
  now: z.boolean(),
})
export type ShiftView = z.infer<typeof ShiftView>

export const Colleague = z.object({ id: z.string(), name: z.string() })
export type Colleague = z.infer<typeof Colleague>

export const DeliveryView = z.object({
  id: z.int(),
  channel: z.string(),
  kind: z.enum(['mail', 'sms', 'webhook']),
  /** A person's name; null for a machine. */
  to: z.string().nullable(),
  line: z.int(),
  /** Null: a test. */
  alarm: z.uuid().nullable(),
  state: z.enum(['waiting', 'sent', 'given-up', 'not-needed']),
  attempts: z.int(),
  madeAt: Time,
  doneAt: Time.nullable(),
  /** When it is tried again; null where it isn't. */
  nextAt: Time.nullable(),
  error: z.string().nullable(),
})
export const DeliveryPage = page(DeliveryView)
export type DeliveryView = z.infer<typeof DeliveryView>

export const ContactBody = z.object({
  mail: z.email().nullable(),
  /** In the international form. */
  sms: z
    .string()
    .regex(/^\+[1-9]\d{6,14}$/)
    .nullable(),
})
export const ContactView = z.object({ mail: z.string(), sms: z.string().nullable() })
export type ContactView = z.infer<typeof ContactView>
