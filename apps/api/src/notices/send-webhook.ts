import { createHmac } from 'node:crypto'
import type { ChannelSettings } from '../contract/index.ts'
import type { Outgoing } from './outgoing.ts'
import { post } from './post.ts'

/**
 * To a machine, signed: `x-driftbild-signature` is sha256= and the HMAC-SHA256, in hexadecimal, of the time in
 * `x-driftbild-time`, a point and the body, under the secret that both know.
 */
export async function sendWebhook({
  settings: { url },
  secret,
  id,
  body,
}: Outgoing<ChannelSettings['webhook']>): Promise<void> {
  const text = JSON.stringify(body)
  const time = String(Math.floor(Date.now() / 1000))
  const signature = createHmac('sha256', secret ?? '')
    .update(`${time}.${text}`)
    .digest('hex')
  await post(url, {
    body: text,
    headers: {
      'content-type': 'application/json',
      'idempotency-key': id,
      'x-driftbild-time': time,
      'x-driftbild-signature': `sha256=${signature}`,
    },
  })
}
