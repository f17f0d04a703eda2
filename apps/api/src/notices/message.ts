import { parseTime } from '@driftbild/core'
import { alarmWords } from '@driftbild/words'
import type { AlarmView } from '../contract/index.ts'
import { speak } from '../exports/speech.ts'
import { phoneText } from './phone-text.ts'

/** What is said of an alarm, or of a test, whichever way it goes. */
export interface Message {
  subject: string
  text: string
  /** Short enough for a phone. */
  short: string
}

interface Place {
  name: string
  zone: string
  simulated: boolean
}

export async function alarmMessage(
  alarm: AlarmView,
  place: Place,
  { language, line, link }: { language: 'sv' | 'en'; line: number; link: string },
): Promise<Message> {
  const { t, f, find, moment } = await speak(language, place.zone)
  const sentence = alarmWords(alarm, { t, find }, f)
  const subject = t('notice.subject', {
    place: place.name,
    priority: t(`priority.${alarm.priority}`),
    sentence,
  })
  const text = [
    ...(place.simulated ? [t('notice.simulated')] : []),
    sentence,
    t('notice.since', { at: moment(parseTime(alarm.raisedAt)), asset: alarm.asset }),
    ...(line > 1 ? [t('notice.escalated', { line })] : []),
    t('notice.acknowledge', { link }),
  ].join('\n\n')
  const marked = place.simulated ? `${t('notice.simulated.short')} ${subject}` : subject
  return { subject, text, short: phoneText(marked, link) }
}

/** @param minutes how long the link can be used */
export async function linkMessage(link: string, minutes: number, language: 'sv' | 'en'): Promise<Message> {
  // No time is told in it, so no zone matters.
  const { t } = await speak(language, 'UTC')
  const subject = t('sign-in.mail')
  const text = [t('sign-in.mail.text', { minutes }), link, t('sign-in.mail.not-you')].join('\n\n')
  return { subject, text, short: phoneText(subject, link) }
}

export async function testMessage(place: Place, language: 'sv' | 'en'): Promise<Message> {
  const { t } = await speak(language, place.zone)
  const subject = t('notice.test', { place: place.name })
  return { subject, text: t('notice.test.text'), short: phoneText(subject) }
}
