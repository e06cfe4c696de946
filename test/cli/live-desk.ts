import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type MailSink, mailSink } from '../notice/mail-sink.ts';
import { devServer } from '../support/temporal.ts';
import { TOCSIN } from '../support/tocsin.ts';
import { type DeskFixture, deskFixture } from './desk-fixture.ts';

export interface LiveDesk extends DeskFixture {
  /** Where all mail of its worker goes. */
  sink: MailSink;
}

/** A desk with a Temporal dev server, a worker of its own and a mail server: what a person says is answered. */
export async function liveDesk(): Promise<LiveDesk> {
  const server = await devServer();
  const sink = await mailSink();
  const desk = await deskFixture();
  Object.assign(desk.env, {
    TEMPORAL_ADDRESS: server.address,
    SMTP_URL: sink.url,
    TOCSIN_MAIL_FROM: 'tocsin@acme.example',
    TOCSIN_HOME: desk.folder,
  });
  const worker = await startWorker(desk);
  return {
    ...desk,
    sink,
    close: async () => {
      worker.kill('SIGTERM');
      await once(worker, 'exit');
      await server.teardown();
      await sink.close();
      await desk.close();
    },
  };
}

async function startWorker({ folder, env }: DeskFixture) {
  const worker = spawn(process.execPath, [TOCSIN, 'worker', 'run'], {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  await new Promise<void>((resolve, reject) => {
    const heard = (text: string): void => {
      said += text;
      if (said.includes('worker started')) resolve();
    };
    worker.stdout.setEncoding('utf8').on('data', heard);
    worker.stderr.setEncoding('utf8').on('data', heard);
    worker.on('exit', () => reject(new Error(`The worker ended: ${said.slice(-2000)}`)));
  });
  return worker;
}
