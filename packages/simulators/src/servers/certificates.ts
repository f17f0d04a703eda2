import { X509Certificate } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { type Micros, toMillis } from '@driftbild/core'
import { OPCUACertificateManager } from 'node-opcua'

const VALID_DAYS = 3650

export interface ServerIdentity {
  applicationUri: string
  certificateFile: string
  privateKeyFile: string
  /** SHA-1 of the certificate, lower-case hex: what a client's trust list names. */
  thumbprint: string
}

export interface CertificateStore {
  manager: OPCUACertificateManager
  identityOf(server: string): Promise<ServerIdentity>
  dispose(): Promise<void>
}

/**
 * The simulated devices' own certificates, made here, offline, the first time a server is asked for. They
 * accept every client, as a device does before it is commissioned: nothing here is worth protecting, and the
 * collector's own trust list is what is to be tried.
 */
export async function openCertificates(folder: string, now: () => Micros): Promise<CertificateStore> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  // The store's lock outlives a killed process by two minutes; the folder is this process's alone.
  rmSync(join(folder, 'mutex.lock'), { recursive: true, force: true })
  const manager = new OPCUACertificateManager({
    rootFolder: folder,
    automaticallyAcceptUnknownCertificate: true,
  })
  await manager.initialize().catch((cause: unknown) => {
    throw damaged(folder, cause)
  })
  return {
    manager,
    async identityOf(server) {
      const applicationUri = `urn:driftbild:simulated:${server}`
      const certificateFile = join(folder, 'own/certs', `${server.replace(/[^A-Za-z0-9._-]/g, '_')}.pem`)
      if (!existsSync(certificateFile)) {
        await manager.createSelfSignedCertificate({
          applicationUri,
          subject: `/CN=${server.replace(/[^A-Za-z0-9 ._-]/g, '_')}/O=Driftbild simulated device`,
          dns: ['localhost', hostname()],
          ip: ['127.0.0.1'],
          startDate: new Date(toMillis(now())),
          validity: VALID_DAYS,
          outputFile: certificateFile,
        })
      }
      const { fingerprint } = readCertificate(folder, certificateFile)
      return {
        applicationUri,
        certificateFile,
        privateKeyFile: manager.privateKey,
        thumbprint: fingerprint.replaceAll(':', '').toLowerCase(),
      }
    },
    dispose: () => manager.dispose(),
  }
}

function readCertificate(folder: string, file: string): X509Certificate {
  try {
    return new X509Certificate(readFileSync(file))
  } catch (cause) {
    throw damaged(folder, cause)
  }
}

const damaged = (folder: string, cause: unknown): Error =>
  new Error(
    `the key or a certificate in ${folder} is damaged: move the folder away, new ones are made then`,
    {
      cause,
    },
  )
