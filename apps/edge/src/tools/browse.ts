import type { Seen } from '@driftbild/collectors/explore'
import { formatTime } from '@driftbild/core'
import { contactHelp, contactOf, contactOptions, visitContact } from './contact.ts'
import { printable, type Tool, wholeNumber, wordsOf } from './tool.ts'

const HELP = `Shows what an OPC UA server has: its objects and variables as a tree.

  edge browse ENDPOINT [--depth N] [--node NODEID] [--search TEXT] [--json]

  ENDPOINT              the server's address, like opc.tcp://10.0.0.5:4840
  --depth N             levels to show (3; 8 with --search)
  --node NODEID         begin at this node instead of Objects, like "ns=2;s=P1" (the quotes matter)
  --search TEXT         only nodes whose path has this text, each with its whole path
  --json                one JSON object a line

A line is a node: its browse name, its value with unit, its type, its node id; of an alarm (Alarms & Conditions) the
names of its condition and its source. "edge map" puts one into a configuration.

${contactHelp}`

const options = {
  ...contactOptions,
  node: { type: 'string' },
  search: { type: 'string' },
  depth: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const

/** The server's own household; hundreds of nodes that nobody looks for. */
const SERVER_OBJECT = 'ns=0;i=2253'
const TOLD_EVERY = 500

export const browseTool: Tool = {
  help: HELP,
  async run(words, around) {
    const { given, rest } = wordsOf(words, options, HELP)
    const { node, search, json } = given
    const depth = wholeNumber('depth', given.depth, search ? 8 : 3)
    const contact = await contactOf(given, rest[0], around)
    const wanted = search?.toLowerCase()
    let looked = 0
    let shown = 0
    await visitContact(contact, around, async (server) => {
      if (!json) around.print(namespaceLines(server.namespaces))
      for await (const seen of server.browse({
        depth,
        ...(node ? { from: node } : { closed: [SERVER_OBJECT] }),
      })) {
        looked++
        if (looked % TOLD_EVERY === 0) around.tell(`${looked} nodes looked at …`)
        if (wanted && !seen.path.join('/').toLowerCase().includes(wanted)) continue
        shown++
        around.print(json ? jsonLine(seen, server.namespaces) : line(seen, wanted !== undefined))
      }
    })
    if (shown === 0)
      around.tell(wanted ? `none of ${looked} nodes has “${search}” in its path` : 'nothing is there')
  },
}

const namespaceLines = (namespaces: readonly string[]): string =>
  ['namespaces', ...namespaces.map((uri, i) => `  ${i} ${printable(uri)}`), ''].join('\n')

/** Deeper ones further in; of a search the whole path. */
function line(seen: Seen, isAlone: boolean): string {
  const place = isAlone ? seen.path.join('/') : `${'  '.repeat(seen.depth - 1)}${seen.path.at(-1)}`
  const value = seen.value === null ? null : [seen.value, seen.unit].filter(Boolean).join(' ')
  const status = seen.status === 'Good' ? null : seen.status
  const alarm = seen.condition && `alarm ${seen.condition.condition} of ${seen.condition.source}`
  return printable(
    [place, alarm, value, status, seen.dataType, seen.nodeId].filter((part) => part !== null).join('  '),
  )
}

function jsonLine({ path, nodeId, sourceTime, ...rest }: Seen, namespaces: readonly string[]): string {
  const namespace = namespaces[Number.parseInt(path.at(-1)!, 10)] ?? null
  const time = sourceTime === null ? null : formatTime(sourceTime)
  return JSON.stringify({ path: path.join('/'), namespace, nodeId, ...rest, sourceTime: time })
}
