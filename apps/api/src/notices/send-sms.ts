import type { ChannelSettings } from '../contract/index.ts'
import type { Outgoing } from './outgoing.ts'
import { post } from './post.ts'

/** Through whatever gateway takes HTTP: its own words stand in the template. */
export async function sendSms({
  settings: { url, contentType, template, header },
  secret,
  to,
  message,
}: Outgoing<ChannelSettings['sms']>): Promise<void> {
  if (!to) throw new Error('a text message needs somebody to go to')
  const write = contentType === 'application/json' ? inJson : encodeURIComponent
  await post(url, {
    body: fillTemplate(template, { to: write(to.address), text: write(message.short) }),
    headers: { 'content-type': contentType, ...(header !== '' && secret && { [header]: secret }) },
  })
}

/** As it stands within quotes. */
const inJson = (text: string): string => JSON.stringify(text).slice(1, -1)

/** In one go, so that what was put in is never looked through for more. */
export const fillTemplate = (template: string, values: { to: string; text: string }): string =>
  template.replaceAll(/\{(to|text)\}/g, (_, name: 'to' | 'text') => values[name])
