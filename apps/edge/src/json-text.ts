/** What a text of JSON says; null where it is none, or where a name stands twice in an object: JSON.parse takes the last. */
export function parseJson(text: string): { value: unknown } | null {
  try {
    const value: unknown = JSON.parse(text)
    return hasRepeatedName(text) ? null : { value }
  } catch {
    return null
  }
}

const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]:]/g

function hasRepeatedName(json: string): boolean {
  /** Names of the objects around; a list has none. */
  const around: Set<string>[] = []
  let before = ''
  for (const [token] of json.matchAll(TOKEN)) {
    if (token === '{' || token === '[') around.push(new Set())
    else if (token === '}' || token === ']') around.pop()
    else if (token === ':') {
      const names = around.at(-1)!
      const name = JSON.parse(before) as string
      if (names.has(name)) return true
      names.add(name)
    } else before = token
  }
  return false
}
