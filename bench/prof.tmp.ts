import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { startWave } from '../activities/notice-campaign.ts';
import { sendNotices } from '../activities/send-notices.ts';
import { createPipeliningSender } from '../activities/smtp/pipelining-sender.ts';
import { CASE, csvOf, waveFixture } from '../test/notice/wave-fixture.ts';
import { onDatabase } from '../test/support/postgres.ts';
import { startMailSink } from './mail-sink.ts';

const N = Number(process.argv[2] ?? 20000);
const fixture = await waveFixture();
const sink = await startMailSink();
await fixture.import(1, 'affected', csvOf(N));
await fixture.approve(1);
if (process.env['SYNC']) {
  await onDatabase(fixture.database.adminUrl, async (c) => {
    await c.query('alter system set fsync=on');
    await c.query('alter system set synchronous_commit=on');
    await c.query('alter system set full_page_writes=on');
    await c.query('select pg_reload_conf()');
  });
  await new Promise((r) => setTimeout(r, 500));
  await onDatabase(fixture.database.adminUrl, async (c) => {
    const { rows } = await c.query("select current_setting('fsync') f, current_setting('synchronous_commit') s");
    console.log(rows[0]);
    const t = performance.now();
    for (let i = 0; i < 200; i++)
      await c.query('create table if not exists zz (a int)').then(() => c.query('insert into zz values (1)'));
    console.log('insert commit ms', (performance.now() - t) / 200);
  });
}
const sender = createPipeliningSender(sink.url);
const deps = { ...fixture.dependencies(sender), leaseSeconds: 30 };
await startWave(deps, { caseId: CASE, wave: 1 });
const s = new Session();
s.connect();
const prof = process.argv[3] === 'prof';
if (prof) {
  await s.post('Profiler.enable');
  await s.post('Profiler.setSamplingInterval', { interval: 500 });
  await s.post('Profiler.start');
}
const cpu0 = process.cpuUsage();
const t = performance.now();
const p = await sendNotices(
  deps,
  { caseId: CASE, wave: 1 },
  { signal: new AbortController().signal, boxMs: 600000, heartbeat: () => {} },
);
const ms = performance.now() - t;
const cpu = process.cpuUsage(cpu0);
if (prof) {
  const { profile } = await s.post('Profiler.stop');
  writeFileSync('/tmp/w/p.cpuprofile', JSON.stringify(profile));
}
console.log(
  p.state,
  p.counts,
  `${Math.round((N / ms) * 1000)}/s`,
  `cpu ${(cpu.user + cpu.system) / N} us/msg (user ${cpu.user / N})`,
);
sender.close();
await fixture.close();
process.exit(0);
