import { readFileSync } from 'node:fs';
import { type ClientConnectConfig, loadClientConnectConfig } from '@temporalio/envconfig';
import type { DkimKey } from '../activities/dkim.ts';
import { SMTP_CLIENT_NAMES, type SmtpClient } from '../activities/sender.ts';
import { type LoginRole, loginRole } from '../database/roles.ts';
import { masterKeyFrom } from '../database/sealed.ts';
import type { UnknownPolicy } from '../domain/notice/outcome.ts';
import { EXIT, quoteValue, Refusal } from '../domain/refusal.ts';
import { dkimOf } from './dkim-setting.ts';
import { smtpUrlOf } from './smtp-setting.ts';
import { readStackFile, stateFolder } from './stack-file.ts';

/**
 * Where everything is. Each part is looked up when asked for, so that a command that needs only PostgreSQL does not fail
 * for want of an SMTP server.
 */
export interface Config {
  /** The state folder (`.tocsin`). */
  home: string;
  /** The settings in force: the environment, and beneath it what the embedded stack wrote down. */
  settings: Readonly<Record<string, string | undefined>>;
  /** @throws {Refusal} `SETTING_MISSING`, `SETTING_WRONG` */
  databaseUrl(role: LoginRole): string;
  databaseAdminUrl(): string;
  /** Connection options of the Temporal SDK and the namespace, TLS and API key included. */
  temporal(): ClientConnectConfig & { namespace: string };
  /** @throws {Refusal} `SETTING_MISSING`, `SETTING_WRONG` */
  smtpUrl(): string;
  /** By what notices are signed; null: by nothing. @throws {Refusal} `SETTING_WRONG`, `DKIM_KEY_EXPOSED` */
  dkim(): DkimKey | null;
  /** What happens to a notice that may or may not have arrived. @throws {Refusal} `SETTING_WRONG` */
  unknownPolicy(): UnknownPolicy;
  /** What speaks SMTP to the people concerned. @throws {Refusal} `SETTING_WRONG` */
  smtpClient(): SmtpClient;
  mailFrom(): string;
  /** Folder of the embedded mail catcher; null with a real SMTP server. */
  mailFolder: string | null;
  /** 32 bytes. @throws {Refusal} `SETTING_MISSING`, `MASTER_KEY_NOT_READABLE` */
  masterKey(): Buffer;
  /** Address of the Temporal UI without a slash at its end; null when nobody told. */
  uiUrl: string | null;
}

/** Variables that belong together: one of a group in the environment hides what the embedded stack says of the whole. */
const GROUPS: { hides: RegExp; when: string[] }[] = [
  { hides: /^TOCSIN_.*DATABASE.*_URL$/, when: ['TOCSIN_DATABASE_URL'] },
  { hides: /^(TEMPORAL_|TOCSIN_UI_URL$)/, when: ['TEMPORAL_ADDRESS', 'TEMPORAL_PROFILE', 'TEMPORAL_CONFIG_FILE'] },
  { hides: /^(SMTP_URL|TOCSIN_MAIL_.*)$/, when: ['SMTP_URL'] },
  { hides: /^TOCSIN_MASTER_KEY/, when: ['TOCSIN_MASTER_KEY', 'TOCSIN_MASTER_KEY_FILE'] },
];

const ROLE_VARIABLE: Record<LoginRole, string> = {
  desk: 'TOCSIN_DATABASE_URL',
  worker: 'TOCSIN_WORKER_DATABASE_URL',
  importer: 'TOCSIN_IMPORTER_DATABASE_URL',
  auditor: 'TOCSIN_AUDITOR_DATABASE_URL',
};

/** Reads the settings from the environment and, for what it leaves open, from the embedded stack of the state folder. */
export function loadConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const home = stateFolder(env);
  const settings = settingsOf(env, readStackFile(home)?.settings ?? {});
  return {
    home,
    settings,
    databaseUrl: (role) => databaseUrl(settings, role),
    databaseAdminUrl: () => required(settings, 'TOCSIN_DATABASE_ADMIN_URL'),
    temporal: () => temporal(settings, isOwnTemporal(env)),
    smtpUrl: () => smtpUrlOf('SMTP_URL', required(settings, 'SMTP_URL')),
    smtpClient: () => smtpClient(settings['TOCSIN_SMTP_CLIENT'] ?? 'pipelining'),
    dkim: () => dkimOf(settings),
    unknownPolicy: () => unknownPolicyOf(settings['TOCSIN_UNKNOWN_POLICY'] ?? 'resend'),
    mailFrom: () => required(settings, 'TOCSIN_MAIL_FROM'),
    mailFolder: settings['TOCSIN_MAIL_FOLDER'] ?? null,
    masterKey: () => masterKey(settings),
    uiUrl: settings['TOCSIN_UI_URL']?.replace(/\/+$/, '') ?? null,
  };
}

function settingsOf(env: NodeJS.ProcessEnv, stack: Record<string, string>): Record<string, string | undefined> {
  const hidden = GROUPS.filter(({ when }) => when.some((name) => env[name]));
  const shown = Object.entries(stack).filter(([name]) => !hidden.some(({ hides }) => hides.test(name)));
  const given = Object.entries(env).filter(([, value]) => value !== '');
  return { ...Object.fromEntries(shown), ...Object.fromEntries(given) };
}

/** Whether the environment names a Temporal server of its own. */
export const isOwnTemporal = (env: NodeJS.ProcessEnv): boolean =>
  ['TEMPORAL_ADDRESS', 'TEMPORAL_PROFILE', 'TEMPORAL_CONFIG_FILE'].some((name) => env[name]);

/**
 * A role's address: its own variable, else the desk's with the role's login name in it (one password for all roles).
 */
function databaseUrl(settings: Config['settings'], role: LoginRole): string {
  const own = settings[ROLE_VARIABLE[role]];
  if (own) return parsed(ROLE_VARIABLE[role], own).href;
  const desk = parsed(ROLE_VARIABLE.desk, required(settings, ROLE_VARIABLE.desk));
  desk.username = loginRole(role);
  return desk.href;
}

function parsed(variable: string, value: string): URL {
  const url = URL.canParse(value) ? new URL(value) : null;
  if (url && /^postgres(ql)?:$/.test(url.protocol)) return url;
  const next = `Set ${variable} to postgres://user:password@host:5432/database`;
  throw new Refusal(
    { code: 'SETTING_WRONG', message: `Cannot use ${variable}: it is not the address of a PostgreSQL database`, next },
    EXIT.usage,
  );
}

/** The configuration file of the `temporal` command is read only when the server is not the embedded one. */
function temporal(settings: Config['settings'], own: boolean): ClientConnectConfig & { namespace: string } {
  if (!own) required(settings, 'TEMPORAL_ADDRESS');
  const env = Object.fromEntries(
    Object.entries(settings).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  try {
    const found = loadClientConnectConfig({ overrideEnvVars: env, disableFile: !own });
    return { ...found, namespace: found.namespace ?? 'default' };
  } catch (cause) {
    const message = `Cannot understand the TEMPORAL_* settings: ${quoteValue(cause instanceof Error ? cause.message : cause)}`;
    throw new Refusal(
      { code: 'SETTING_WRONG', message, next: 'Correct TEMPORAL_ADDRESS, TEMPORAL_PROFILE or the file they lead to' },
      EXIT.usage,
    );
  }
}

function smtpClient(name: string): SmtpClient {
  const known = SMTP_CLIENT_NAMES.find((each) => each === name);
  if (known) return known;
  const message = `Cannot use TOCSIN_SMTP_CLIENT ${quoteValue(name)}: there is no such client`;
  throw new Refusal(
    { code: 'SETTING_WRONG', message, next: `Set it to ${SMTP_CLIENT_NAMES.join(' or ')}` },
    EXIT.usage,
  );
}

function unknownPolicyOf(name: string): UnknownPolicy {
  if (name === 'resend' || name === 'hold') return name;
  const message = `Cannot use TOCSIN_UNKNOWN_POLICY ${quoteValue(name)}: there is no such policy`;
  const next = 'Set it to resend (a notice may arrive twice) or hold (a person decides)';
  throw new Refusal({ code: 'SETTING_WRONG', message, next }, EXIT.usage);
}

function masterKey(settings: Config['settings']): Buffer {
  const text = settings['TOCSIN_MASTER_KEY'];
  if (text) return masterKeyFrom(text, 'TOCSIN_MASTER_KEY');
  const file = required(settings, 'TOCSIN_MASTER_KEY_FILE');
  try {
    return masterKeyFrom(readFileSync(file, 'utf8'), `TOCSIN_MASTER_KEY_FILE '${file}'`);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    const message = `Cannot read the master key '${file}': ${(error as NodeJS.ErrnoException).code}`;
    const next =
      'Restore the file from its backup, mode 0400, owned by the account that runs Tocsin; without it no word of a case can be read';
    throw new Refusal({ code: 'MASTER_KEY_NOT_READABLE', message, next }, EXIT.serviceAway);
  }
}

function required(settings: Config['settings'], name: string): string {
  const value = settings[name];
  if (value) return value;
  const details = {
    code: 'SETTING_MISSING',
    message: `Cannot go on: ${name} is not set, and no embedded stack was started in this folder`,
    next: `Set ${name}, or run npm start`,
  };
  throw new Refusal(details, EXIT.serviceAway);
}
