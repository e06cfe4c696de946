import net from 'node:net';

/**
 * A mail server that throws everything away, as cheap as one in Node can be: the same for all that are measured. It
 * notes the first sixteen characters of each Message-ID, and of a case's own mails (`<breach-…`) when it took them.
 */
const END = Buffer.from('\r\n.\r\n');
const MESSAGE_ID = Buffer.from('Message-ID:');
const ID_BEGINS = '<'.charCodeAt(0);
const GREETING = '220 sink ESMTP\r\n';
const OFFERS = '250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n';
const ID_OCTETS = 16;
const CASE_MAIL = 'breach-';
const [EHLO, DATA, QUIT] = ['E', 'D', 'Q'].map((letter) => letter.charCodeAt(0));
const NEW_LINE = 10;

let ids = Buffer.allocUnsafe(ID_OCTETS * 1024);
let count = 0;
let takenAt: Record<string, number> = {};
let sample: Buffer | null = null;

function note(bytes: Buffer, from: number, to: number): void {
  if (ids.length < (count + 1) * ID_OCTETS) ids = Buffer.concat([ids], ids.length * 2);
  // A long id stands on a line of its own.
  const found = bytes.indexOf(ID_BEGINS, bytes.indexOf(MESSAGE_ID, from)) + 1;
  bytes.copy(ids, count * ID_OCTETS, found, Math.min(found + ID_OCTETS, to));
  count += 1;
  if (bytes.toString('latin1', found, found + CASE_MAIL.length) !== CASE_MAIL) {
    sample ??= Buffer.from(bytes.subarray(from, to + END.length));
    return;
  }
  const caseId = bytes.toString('latin1', found, bytes.indexOf('.', found));
  takenAt[caseId] ??= Date.now();
}

function answerOf(command: number | undefined): string {
  if (command === EHLO) return OFFERS;
  if (command === DATA) return '354 go on\r\n';
  return command === QUIT ? '221 bye\r\n' : '250 ok\r\n';
}

function serve(socket: net.Socket): void {
  let rest: Buffer | null = null;
  let inMessage = false;
  const read = (chunk: Buffer): void => {
    const bytes = rest ? Buffer.concat([rest, chunk]) : chunk;
    let at = 0;
    let answers = '';
    for (;;) {
      const end = inMessage ? bytes.indexOf(END, at) : bytes.indexOf(NEW_LINE, at);
      if (end < 0) break;
      if (inMessage) note(bytes, at, end);
      answers += inMessage ? '250 ok\r\n' : answerOf(bytes[at]);
      inMessage = !inMessage && bytes[at] === DATA;
      at = end + (bytes[end] === NEW_LINE ? 1 : END.length);
    }
    rest = at < bytes.length ? bytes.subarray(at) : null;
    if (answers) socket.write(answers);
  };
  socket
    .setNoDelay(true)
    .on('data', read)
    .on('error', () => {});
  socket.write(GREETING);
}

const ASKED: Record<string, () => unknown> = {
  count: () => ({ count, takenAt }),
  sample: () => sample,
  ids: () => ids.subarray(0, count * ID_OCTETS),
  forget: () => {
    [count, takenAt, sample] = [0, {}, null];
  },
};

const server = net.createServer(serve).listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.(typeof address === 'object' && address ? address.port : 0);
});
process.on('message', (asked: string) => process.send?.(ASKED[asked]?.() ?? null));
process.on('disconnect', () => process.exit());
