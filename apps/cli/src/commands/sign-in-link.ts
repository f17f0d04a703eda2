import type { Command } from 'commander'

export function defineSignInLink(program: Command): void {
  program
    .command('sign-in-link')
    .description(
      'a new one-time link for somebody who is known: when the first one is lost, or mail is not set up',
    )
    .option('--email <address>', 'whose; the administrator of the first start if left out')
    .addHelpText(
      'after',
      `
Works on the Driftbild that is up with DRIFTBILD_DATA, for whoever may read that folder. With DATABASE_URL and
DRIFTBILD_URL, as the centre has them, it works beside a centre that runs as a service.`,
    )
    .action(async ({ email }: { email?: string }) => {
      const { signInLink } = await import('../people/sign-in-link.ts')
      await signInLink(email)
    })
}
