import { statSync } from 'node:fs';
import { createTransport } from 'nodemailer';
import type { Config } from '../../worker/config.ts';
import { type Check, ok, trouble } from './finding.ts';

const OLDEST_NODE = { major: 20, minor: 19 };

/** Whether this Node.js is new enough. */
export async function checkNode(version = process.versions.node): Promise<Check[]> {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const enough = major > OLDEST_NODE.major || (major === OLDEST_NODE.major && minor >= OLDEST_NODE.minor);
  if (enough) return [ok('Node.js', `version ${version}`)];
  const oldest = `${OLDEST_NODE.major}.${OLDEST_NODE.minor}`;
  return [
    trouble('Node.js', 'fault', {
      code: 'NODE_TOO_OLD',
      message: `version ${version} is older than ${oldest}`,
      next: `Install Node.js ${oldest} or newer`,
    }),
  ];
}

/** Whether the master key can be read and nobody else may read it. */
export async function checkMasterKey(config: Config): Promise<Check[]> {
  config.masterKey();
  const file = config.settings['TOCSIN_MASTER_KEY_FILE'];
  if (config.settings['TOCSIN_MASTER_KEY'] || !file) return [ok('master key', 'given by TOCSIN_MASTER_KEY')];
  const mode = statSync(file).mode & 0o777;
  if ((mode & 0o077) === 0) return [ok('master key', `readable, mode ${mode.toString(8).padStart(4, '0')}`)];
  const message = `other accounts may read the file (mode ${mode.toString(8).padStart(4, '0')})`;
  return [trouble('master key', 'fault', { code: 'MASTER_KEY_EXPOSED', message, next: `Run: chmod 0400 '${file}'` })];
}

/** Whether the SMTP server greets us and takes the login of SMTP_URL. */
export async function checkMail(config: Config): Promise<Check[]> {
  const url = config.smtpUrl();
  const host = new URL(url).host;
  config.mailFrom();
  const transport = createTransport({ url, connectionTimeout: 5_000, greetingTimeout: 5_000, socketTimeout: 5_000 });
  try {
    await transport.verify();
    return [ok('mail', `the SMTP server at ${host} answers`)];
  } catch (error) {
    const { code } = error as { code?: string };
    const next = 'Check SMTP_URL (host, port, user, password) and the server; embedded: run npm start';
    return [
      trouble('mail', 'away', {
        code: 'SMTP_AWAY',
        message: `the SMTP server at ${host} does not take us: ${code ?? 'no answer'}`,
        next,
      }),
    ];
  } finally {
    transport.close();
  }
}
