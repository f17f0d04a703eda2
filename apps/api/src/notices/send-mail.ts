import { createTransport } from 'nodemailer'
import type { ChannelSettings } from '../contract/index.ts'
import { type Outgoing, PATIENCE_MS } from './outgoing.ts'

/** By SMTP, to one person. */
export async function sendMail({
  settings: { host, port, security, user, from },
  secret,
  to,
  message,
  id,
}: Outgoing<ChannelSettings['mail']>): Promise<void> {
  if (!to) throw new Error('a mail needs somebody to go to')
  const transport = createTransport({
    ...{ host, port, secure: security === 'tls', requireTLS: security === 'starttls' },
    ignoreTLS: security === 'none',
    ...(user !== '' && { auth: { user, pass: secret ?? '' } }),
    ...{ connectionTimeout: PATIENCE_MS, greetingTimeout: PATIENCE_MS, socketTimeout: PATIENCE_MS },
  })
  try {
    await transport.sendMail({
      from: { name: 'Driftbild', address: from },
      to: { name: to.name, address: to.address },
      subject: message.subject,
      text: message.text,
      messageId: `<driftbild-${id}@${from.slice(from.indexOf('@') + 1)}>`,
      headers: { 'Auto-Submitted': 'auto-generated' },
    })
  } finally {
    transport.close()
  }
}
