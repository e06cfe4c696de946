import dgram from 'node:dgram';
import { once } from 'node:events';

export type Zone = Record<string, { TXT?: string[]; A?: string[]; MX?: string[] }>;
const TYPES = { A: 1, MX: 15, TXT: 16 } as const;

/** A name server on loopback for one zone; whatever is not in it does not exist (RFC 1035, 4.1). */
export async function dnsServer(zone: Zone): Promise<{ address: string; close: () => void }> {
  const socket = dgram.createSocket('udp4');
  socket.on('message', (query, { port, address }) => socket.send(answerTo(query, zone), port, address));
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return { address: `127.0.0.1:${socket.address().port}`, close: () => socket.close() };
}

function answerTo(query: Buffer, zone: Zone): Buffer {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  const type = query.readUInt16BE(at + 1);
  const entry = zone[labels.join('.').toLowerCase()];
  const kind = Object.entries(TYPES).find(([, code]) => code === type)?.[0] as keyof typeof TYPES | undefined;
  const values = (kind && entry?.[kind]) ?? [];
  const head = Buffer.from(query.subarray(0, 12));
  head.writeUInt16BE(entry ? 0x8180 : 0x8183, 2);
  head.writeUInt16BE(values.length, 6);
  head.writeUInt16BE(0, 8);
  head.writeUInt16BE(0, 10);
  return Buffer.concat([head, query.subarray(12, at + 5), ...values.map((value) => record(kind ?? 'A', type, value))]);
}

function record(kind: keyof typeof TYPES, type: number, value: string): Buffer {
  const data = dataOf(kind, value);
  const head = Buffer.alloc(12);
  head.writeUInt16BE(0xc00c, 0); // the name asked for
  head.writeUInt16BE(type, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt32BE(60, 6);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}

function dataOf(kind: keyof typeof TYPES, value: string): Buffer {
  if (kind === 'A') return Buffer.from(value.split('.').map(Number));
  if (kind === 'MX') return Buffer.concat([Buffer.from([0, 10]), ...value.split('.').map(piece), Buffer.from([0])]);
  return Buffer.concat((value.match(/.{1,255}/g) ?? ['']).map(piece));
}

const piece = (text: string): Buffer => Buffer.concat([Buffer.from([text.length]), Buffer.from(text, 'latin1')]);
