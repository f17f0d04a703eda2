import { createPrivateKey, X509Certificate } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { type Micros, toMillis } from '@driftbild/core'
import { OPCUACertificateManager } from 'node-opcua-certificate-manager'

const APPLICATION = 'Driftbild Edge'

/** The collector's own key, certificate and trust list, in a folder that only its user can read. */
export interface Pki {
  applicationName: string
  applicationUri: string
  certificateFile: string
  privateKeyFile: string
  manager: OPCUACertificateManager
}

/** Nothing happens until the first device that needs it; then the key and certificate are made once. */
export function lazyPki(folder: string, now: () => Micros): () => Promise<Pki> {
  let made: Promise<Pki> | undefined
  return () => {
    made ??= makePki(folder, now())
    made.catch(() => {
      made = undefined
    })
    return made
  }
}

async function makePki(folder: string, at: Micros): Promise<Pki> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const certificateFile = join(folder, 'own/certs/client_certificate.pem')
  requireReadable(folder, certificateFile)
  const manager = new OPCUACertificateManager({
    rootFolder: folder,
    automaticallyAcceptUnknownCertificate: false,
    disableFileWatchers: true,
  })
  await manager.initialize()
  const host = hostname()
  const applicationUri = `urn:${host}:DriftbildEdge`
  if (!existsSync(certificateFile)) {
    await manager.createSelfSignedCertificate({
      applicationUri,
      dns: [host],
      outputFile: certificateFile,
      subject: { commonName: APPLICATION, organization: 'Driftbild' },
      startDate: new Date(toMillis(at)),
      validity: 3650,
    })
  }
  return {
    applicationName: APPLICATION,
    applicationUri,
    certificateFile,
    privateKeyFile: manager.privateKey,
    manager,
  }
}

/** What is there must be what it should be: the library says it in OpenSSL's words. */
function requireReadable(folder: string, certificateFile: string): void {
  const privateKeyFile = join(folder, 'own/private/private_key.pem')
  try {
    if (existsSync(privateKeyFile)) createPrivateKey(readFileSync(privateKeyFile))
    if (existsSync(certificateFile)) new X509Certificate(readFileSync(certificateFile))
  } catch (cause) {
    throw new Error(
      `our own key or certificate in ${folder} is damaged: put a copy in its place, or move the folder away; then new ones are made, which every server has to trust anew`,
      { cause },
    )
  }
}
