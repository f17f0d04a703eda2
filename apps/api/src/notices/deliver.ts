import { type Kommunkod, type Micros, retryAt } from '@driftbild/core'
import {
  callingAlarms,
  contactOf,
  type Database,
  type Delivery,
  findAlarm,
  findChannel,
  loadSettings,
  saveTry,
} from '@driftbild/store'
import type { Seal } from '../auth/sealed.ts'
import { describeError } from '../log.ts'
import type { Pictures } from '../picture/pictures.ts'
import { viewAlarm } from '../views/alarm-view.ts'
import { alarmMessage, type Message, testMessage } from './message.ts'
import type { Outgoing, Send } from './outgoing.ts'
import { senders } from './send.ts'

export interface DeliverParts {
  db: Database
  pictures: Pictures
  seal: Seal
  baseUrl: string
  now: () => Micros
}

/** Sends one message and writes down how that went. An alarm that calls nobody any longer needs none. */
export async function deliver(
  parts: DeliverParts,
  code: Kommunkod,
  delivery: Delivery,
): Promise<{ error: string | null }> {
  const { db, now } = parts
  const scope = { municipality: code, role: 'api' } as const
  const attempts = delivery.attempts + 1
  const done = (state: Delivery['state'], error: string | null, dueAt: Micros | null = null) =>
    db.transaction(scope, (tx) =>
      saveTry(tx, delivery.id, {
        ...{ state, attempts, dueAt, error },
        doneAt: state === 'waiting' ? null : now(),
      }),
    )
  const found = await prepare(parts, code, delivery)
  if (found === null) {
    await done('not-needed', null)
    return { error: null }
  }
  try {
    if ('lacking' in found) throw new Error(found.lacking)
    await found.send(found.outgoing as Outgoing<never>)
    await done('sent', null)
    return { error: null }
  } catch (error) {
    const words = describeError(error).slice(0, 500)
    // A test is looked at by whoever asked for it; it isn't tried again behind their back.
    const next = delivery.alarm === null ? null : retryAt(attempts, now())
    await done(next === null ? 'given-up' : 'waiting', words, next)
    return { error: words }
  }
}

type Prepared = { send: Send; outgoing: Outgoing<unknown> } | { lacking: string }

async function prepare(
  { db, pictures, seal, baseUrl, now }: DeliverParts,
  code: Kommunkod,
  { id, alarm: alarmId, channel: channelId, user, line }: Delivery,
): Promise<Prepared | null> {
  const read = await db.transaction({ municipality: code, role: 'api' }, async (tx) => {
    const calling = alarmId === null ? null : await callingAlarms(tx, now(), { limit: 1, only: alarmId })
    return {
      channel: await findChannel(tx, channelId),
      contact: user === null ? null : await contactOf(tx, user),
      alarm: alarmId === null ? null : await findAlarm(tx, alarmId),
      isNeeded: calling === null || calling.length > 0,
      settings: await loadSettings(tx),
    }
  })
  const { channel, contact, alarm, isNeeded, settings } = read
  if (!channel || !isNeeded) return null
  const { isPersonal, send } = senders[channel.kind]
  const address = channel.kind === 'sms' ? contact?.sms : contact?.mail
  if (isPersonal && !contact) return { lacking: 'the person is gone' }
  if (isPersonal && !address) return { lacking: `${contact!.name} has no address for ${channel.kind}` }

  const picture = pictures.get(code)
  const { name, zone, simulated } = picture.municipality
  const view = alarm && viewAlarm(picture, alarm)
  const message: Message = view
    ? await alarmMessage(
        view,
        { name, zone, simulated },
        { language: settings.language, line, link: `${baseUrl}/${code}/alarms` },
      )
    : await testMessage({ name, zone, simulated }, settings.language)
  return {
    send,
    outgoing: {
      settings: channel.settings,
      secret: channel.sealed && seal.open(channel.sealed),
      to: isPersonal ? { name: contact!.name, address: address! } : null,
      message,
      id: `${code}-${id}`,
      body: { type: view ? 'alarm' : 'test', municipality: code, name, simulated, line, alarm: view },
    },
  }
}
