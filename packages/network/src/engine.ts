// The library's own types don't resolve under Node's module rules, so what is used of it is written down here.

/** Numbers of EPANET's toolkit, from its epanet2_enums.h. */
export const nodeProperty = { baseDemand: 1, emitter: 3, tankLevel: 8, demand: 9, head: 10, pressure: 11 }
export const linkProperty = {
  roughness: 2,
  flow: 8,
  velocity: 9,
  headLoss: 10,
  status: 11,
  setting: 12,
  power: 13,
}
export const timeParameter = { duration: 0, hydraulicStep: 1, patternStep: 3, reportStep: 5 }
/** Starts from fresh flows and saves none to a file. */
export const INIT_FLOW = 10

export interface Engine {
  open(input: string, report: string, output: string): void
  openH(): void
  initH(flag: number): void
  runH(): number
  nextH(): number
  close(): void
  getNodeIndex(id: string): number
  getLinkIndex(id: string): number
  getPatternIndex(id: string): number
  getNodeValue(index: number, property: number): number
  setNodeValue(index: number, property: number, value: number): void
  getLinkValue(index: number, property: number): number
  setLinkValue(index: number, property: number, value: number): void
  setPattern(index: number, values: number[]): void
  setTimeParameter(parameter: number, value: number): void
}

interface EngineWorkspace {
  loadModule(): Promise<void>
  writeFile(name: string, content: string): void
  readFile(name: string, encoding: 'utf8'): string
  getError(code: number): string
}

/**
 * A fresh engine that has opened this input file. Warnings (codes below 100) go to `warn` instead of the
 * console, where the library prints one for every step. Throws what EPANET says is wrong with the file.
 */
export async function openEngine(inp: string, warn: (code: number) => void): Promise<Engine> {
  // Several MB of WASM, which many processes that could use it never do.
  const { Project, Workspace } = await import('epanet-js')
  const workspace: EngineWorkspace = new Workspace()
  await workspace.loadModule()
  const engine: Engine = Object.assign(new Project(workspace), {
    _checkError(code: number) {
      if (code >= 100) throw new Error(`EPANET error ${code}: ${workspace.getError(code)}`)
      if (code > 0) warn(code)
    },
  })
  workspace.writeFile('network.inp', inp)
  try {
    engine.open('network.inp', 'report.txt', '')
  } catch (cause) {
    // Only closing writes the report out.
    engine.close()
    const complaints = workspace
      .readFile('report.txt', 'utf8')
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => /error/i.test(line))
    const said = complaints.slice(0, 10).join('; ') || 'it gives no reason'
    throw new Error(`EPANET does not take the network: ${said}`, { cause })
  }
  return engine
}
