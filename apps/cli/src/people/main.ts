// The part of the command line that a server needs: it is bundled and runs without the checkout.
import { defineInvite } from '../commands/invite.ts'
import { defineSignInLink } from '../commands/sign-in-link.ts'
import { runProgram } from '../run-program.ts'

await runProgram('people', 'Who may sign in to a centre that runs as a service.', [
  defineSignInLink,
  defineInvite,
])
