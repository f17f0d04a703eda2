#!/usr/bin/env node
// Plain JavaScript on purpose: on a Node that can't read TypeScript it must still be able to say so.
const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `Driftbild needs Node 22.18 or later (24 is what it is tested with); this is ${process.versions.node}.\n` +
      'On Linux the repository brings its own: run "npx --yes pnpm@12 start" from the checkout.\n' +
      'Elsewhere install Node 24 and try again.',
  )
  process.exit(1)
}
await import('../src/main.ts')
