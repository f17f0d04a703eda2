import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

export const MAIL_PASSWORD = 'a password that nobody sees again'

export interface ReceivedMail {
  to: string
  /** As it came: headers, an empty line, the encoded body. */
  text: string
  user: string
}

/** A mail server, a real one, that keeps what it is sent. */
export async function startMailServer() {
  const mails: ReceivedMail[] = []
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _, done) =>
      password === MAIL_PASSWORD ? done(null, { user: username }) : done(new Error('wrong password')),
    onData(stream, session, done) {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        mails.push({
          to: session.envelope.rcptTo.map(({ address }) => address).join(),
          text: Buffer.concat(parts).toString('utf8'),
          user: String(session.user),
        })
        done()
      })
    },
  })
  smtp.on('error', () => {})
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve))
  return {
    mails,
    /** What a channel that goes through it is set to. */
    settings: {
      ...{ host: '127.0.0.1', port: (smtp.server.address() as AddressInfo).port, security: 'none' as const },
      ...{ user: 'driftbild', from: 'larm@norrvik.example' },
    },
    stop: () => new Promise<void>((resolve) => smtp.close(resolve)),
  }
}

/** The mail's words: quoted-printable or base64 read, if it is either. */
export function bodyOf({ text }: ReceivedMail): string {
  const [head, ...rest] = text.split('\r\n\r\n')
  const body = rest.join('\r\n\r\n')
  const encoding = /^content-transfer-encoding: (\S+)/im.exec(head!)?.[1]
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8')
  if (encoding !== 'quoted-printable') return body
  const bytes = body
    .replaceAll('=\r\n', '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}
