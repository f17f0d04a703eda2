import { type MemberRole, memberRoles, type Service, services } from '@driftbild/core'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { kommunkod } from './kommunkod.ts'

export interface InviteOptions {
  email: string
  name?: string
  role: MemberRole
  municipality: string
  service?: Service
}

export function defineInvite(program: Command): void {
  program
    .command('invite')
    .description('make somebody known, give them a role, and print the one-time link by which they sign in')
    .requiredOption('--email <address>', 'by which they are known', emailAddress)
    .option('--name <name>', 'shown to others; the address up to its @ if left out')
    .addOption(
      new Option('--role <role>', 'what they may do').choices([...memberRoles]).makeOptionMandatory(),
    )
    .requiredOption('--municipality <code>', 'where: its kommunkod', kommunkod)
    .addOption(new Option('--service <service>', 'only for this; all if left out').choices([...services]))
    .addHelpText(
      'after',
      `
  engineer   sees everything, judges predictions, approves orders, acknowledges alarms
  crew       sees the assets and does work orders
  planner    sees, edits and exports the assets
  admin      all of that, and manages people and collectors

Somebody who is known already gets the role beside those they have. It stands in the audit log.
Works where "driftbild sign-in-link" works; see its --help.

Example:
  driftbild invite --email kim@norrvik.example --role crew --municipality 9999 --service water`,
    )
    .action(async (options: InviteOptions) => {
      const { invitePerson } = await import('../people/invite.ts')
      await invitePerson(options)
    })
}

function emailAddress(text: string): string {
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text))
    throw new InvalidArgumentError('an address reads name@example.se')
  return text
}
