import { isLoopback } from '@driftbild/core'

export const channelKinds = ['mail', 'sms', 'webhook'] as const
export type ChannelKind = (typeof channelKinds)[number]
export type ChannelValues = Record<string, string>

/** What each kind asks for beside its name and its secret, with what it begins as. */
export const fieldsOf = {
  mail: { host: '', security: 'tls', port: '465', user: '', from: '' },
  sms: {
    url: 'https://',
    contentType: 'application/json',
    template: '{"to":"{to}","text":"{text}"}',
    header: 'Authorization',
  },
  webhook: { url: 'https://' },
} as const satisfies Record<ChannelKind, ChannelValues>

export type ChannelField = { [K in ChannelKind]: keyof (typeof fieldsOf)[K] }[ChannelKind]

/** The usual port of each way to a mail server (RFC 8314, RFC 6409, RFC 5321). */
const ports = { tls: '465', starttls: '587', none: '25' } as const
type Security = keyof typeof ports

/** Unencrypted is for a mail server on the centre's own machine. */
export const securitiesFor = (host: string): readonly Security[] =>
  isLoopback(host.trim()) ? ['tls', 'starttls', 'none'] : ['tls', 'starttls']

/** The values after one was changed, with those that hang on it. */
export function withField(values: ChannelValues, field: ChannelField, value: string): ChannelValues {
  const next = { ...values, [field]: value }
  // What may be unencrypted here may not be there.
  if (field === 'host' && values.security === 'none' && !isLoopback(value.trim()))
    return withField(next, 'security', 'tls')
  const isUsualPort = values.port === ports[values.security as Security]
  return field === 'security' && isUsualPort ? { ...next, port: ports[value as Security] } : next
}
