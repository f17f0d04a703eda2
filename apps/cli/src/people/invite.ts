import { invite } from '@driftbild/api'
import { fromMillis } from '@driftbild/core'
import type { InviteOptions } from '../commands/invite.ts'
import { Mistake } from '../mistake.ts'
import { centrePlace } from './centre.ts'

export async function invitePerson({
  email,
  name,
  role,
  municipality,
  service,
}: InviteOptions): Promise<void> {
  const answer = await invite({
    ...centrePlace(process.env),
    email: email.toLowerCase(),
    name: name ?? email.split('@')[0]!,
    municipality,
    service: service ?? null,
    role,
    by: 'operator',
    at: fromMillis(Date.now()),
  })
  if ('municipalities' in answer) {
    const there = answer.municipalities.join(', ')
    throw new Mistake(
      `there is no municipality ${municipality}`,
      there ? `There are: ${there}.` : 'There is none yet: it comes with the first register.',
    )
  }
  const where = service ? `${service} in ${municipality}` : municipality
  console.log(`${email} is ${answer.isNew ? 'added' : 'known already, and is now'} ${role} for ${where}.`)
  console.log(`Sign in once, within 20 minutes, with: ${answer.link}`)
}
