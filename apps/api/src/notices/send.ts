import type { ChannelKind } from '@driftbild/store'
import type { Send } from './outgoing.ts'
import { sendMail } from './send-mail.ts'
import { sendSms } from './send-sms.ts'
import { sendWebhook } from './send-webhook.ts'

/** Every way out. A personal one goes to whoever is on call, the others to a machine. */
export const senders: Record<ChannelKind, { isPersonal: boolean; send: Send }> = {
  mail: { isPersonal: true, send: sendMail as Send },
  sms: { isPersonal: true, send: sendSms as Send },
  webhook: { isPersonal: false, send: sendWebhook as Send },
}
