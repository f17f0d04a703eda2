// Plain and old JavaScript on purpose: a Node that can't run the rest must still be able to say so.

/** Ends the process where this Node is too old, with what to do about it. */
export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 22 || (major === 22 && minor >= 18)) return
  console.error(
    `Driftbild needs Node 22.18 or later (24 is what it is tested with); this is ${process.versions.node}.\n` +
      'In a checkout on Linux "npx --yes pnpm@12 start" brings its own. Elsewhere install Node 24 and try again.',
  )
  // sysexits.h: starting again is no use before somebody has changed something.
  process.exit(78)
}
