import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** Where things lie in the checkout. */
export const paths = {
  root,
  web: join(root, 'apps/web'),
  api: join(root, 'apps/api/src/main.ts'),
  edge: join(root, 'apps/edge/src/main.ts'),
  people: join(root, 'apps/cli/src/people/main.ts'),
  engine: join(root, 'packages/store/src/embedded/main.ts'),
  simulators: join(root, 'packages/simulators/src/main.ts'),
  history: join(root, 'apps/cli/src/up/history-main.ts'),
} as const
