import { randomUUID } from 'node:crypto'
import { type Kommunkod, MINUTE, type Micros } from '@driftbild/core'
import {
  appendAudit,
  type Channel,
  type Database,
  findChannel,
  listChannels,
  listMemberships,
  loadSettings,
} from '@driftbild/store'
import { MailSettings } from '../contract/index.ts'
import { describeError, type Log } from '../log.ts'
import { linkMessage } from '../notices/message.ts'
import { sendMail } from '../notices/send-mail.ts'
import { createAskLimit } from './ask-limit.ts'
import { LINK_MINUTES, type Link } from './auth.ts'
import type { Seal } from './sealed.ts'

/** Mails to one address; whoever needs a fourth has another trouble than a lost mail. */
const MOST = 3
const WITHIN = 15 * MINUTE

export interface LinkMailParts {
  db: Database
  seal: Seal
  baseUrl: string
  /** Hands over what no mail can carry: where nobody has set a mail server, or where an address is nobody's. */
  otherwise: (link: Link) => void
  log: Log
  now: () => Micros
}

interface Way {
  code: Kommunkod
  channel: Channel & { sealed: Buffer | null }
  language: 'sv' | 'en'
}

/**
 * Sends one-time links to those they are for, by the mail server of a municipality where they have a role. Whoever asked is
 * answered before: neither the answer nor the time that it takes tells who is known.
 */
export function createLinkMail({ db, seal, baseUrl, otherwise, log, now }: LinkMailParts) {
  const limit = createAskLimit({ most: MOST, within: WITHIN })
  const underWay = new Set<Promise<void>>()

  const send = async (link: Link): Promise<void> => {
    const way = link.email.endsWith('.invalid') ? null : await wayTo(db, link.user.id)
    if (way === null) return otherwise(link)
    const tell = (what: string, detail: Record<string, string>) =>
      db.transaction({ municipality: way.code, role: 'api' }, (tx) =>
        appendAudit(tx, { at: now(), by: 'system', what, ref: link.user.id, detail }),
      )
    const allowed = limit(link.user.id, now())
    if (allowed === 'no, for the first time') await tell('sign-in-link-held-back', {})
    if (allowed !== 'yes') return
    const { channel } = way
    try {
      await sendMail({
        settings: MailSettings.parse(channel.settings),
        secret: channel.sealed && seal.open(channel.sealed),
        to: { name: link.user.name, address: link.email },
        message: await linkMessage(pageFor(link.url, baseUrl), LINK_MINUTES, way.language),
        id: `link-${randomUUID()}`,
        body: {},
      })
      await tell('sign-in-link-sent', { channel: channel.name })
    } catch (error) {
      await tell('sign-in-link-failed', { channel: channel.name, error: describeError(error).slice(0, 500) })
      log('warn', `a sign-in link could not be sent by ${channel.name}: ${describeError(error)}`)
    }
  }

  return {
    deliver(link: Link): void {
      const one: Promise<void> = send(link)
        .catch((error) => log('error', `a sign-in link was not delivered: ${describeError(error)}`))
        .finally(() => underWay.delete(one))
      underWay.add(one)
    },
    /** When everything asked for so far is on its way. */
    settled: (): Promise<unknown> => Promise.all(underWay),
  }
}

/**
 * A page with a button, not the link itself: mail filters open what they find, and would use it up. `url` is what
 * better-auth made.
 */
function pageFor(url: string, baseUrl: string): string {
  const page = new URL('/sign-in', baseUrl)
  page.searchParams.set('token', new URL(url).searchParams.get('token') ?? '')
  return page.href
}

/** The first mail server of the first municipality that has one. */
async function wayTo(db: Database, user: string): Promise<Way | null> {
  const codes = new Set((await listMemberships(db, user)).map(({ municipality }) => municipality))
  for (const code of codes) {
    const way = await db.transaction({ municipality: code, role: 'api' }, async (tx) => {
      const mail = (await listChannels(tx)).find(({ kind }) => kind === 'mail')
      const channel = mail && (await findChannel(tx, mail.id))
      return channel ? { code, channel, language: (await loadSettings(tx)).language } : null
    })
    if (way) return way
  }
  return null
}
