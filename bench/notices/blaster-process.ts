import net from 'node:net';

/** The blaster in Node: as `blaster.c` does, over the same connections, in the same two ways. */
interface Task {
  port: number;
  connections: number;
  messages: number;
  message: Uint8Array;
  offset: number;
  idOctets: number;
  oneByOne: boolean;
}

const STEPS = ['MAIL FROM:<notices@bench.example>\r\n', 'RCPT TO:<person@bench.example>\r\n', 'DATA\r\n'];
const [GREETING, TAKEN, GO_ON, OFFERS] = ['220', '250', '354', '250-'];

function blast({ port, connections, messages, message, offset, idOctets, oneByOne }: Task, done: () => void): void {
  const bytes = Buffer.from(message);
  const [head, tail] = [bytes.subarray(0, offset), bytes.subarray(offset + idOctets)];
  let left = messages;
  let answered = 0;
  let id = 0;
  const lane = (socket: net.Socket): void => {
    let greeted = false;
    let inAir = false;
    let said = 0;
    const announce = (): void => {
      if (left <= 0) return;
      left -= 1;
      said = oneByOne ? 1 : STEPS.length;
      socket.write(STEPS.slice(0, said).join(''));
    };
    const goOn = (): void => {
      socket.write(STEPS[said] ?? '');
      said += 1;
    };
    const reply = (line: string): void => {
      if (line.startsWith(GREETING ?? '')) socket.write('EHLO bench\r\n');
      else if (line.startsWith(OFFERS ?? '')) return;
      else if (line.startsWith(GO_ON ?? '')) {
        id += 1;
        inAir = true;
        socket.cork();
        socket.write(head);
        socket.write(id.toString(16).padStart(idOctets, '0'));
        socket.write(tail);
        if (!oneByOne) announce();
        process.nextTick(() => socket.uncork());
      } else if (line.startsWith(TAKEN ?? '')) {
        if (greeted && inAir) answered += 1;
        if (!greeted || (inAir && oneByOne)) announce();
        else if (oneByOne) goOn();
        if (greeted) inAir = false;
        greeted = true;
        if (answered === messages) done();
      }
    };
    let rest = '';
    socket.setNoDelay(true).on('data', (chunk: Buffer) => {
      const lines = (rest + chunk.toString('latin1')).split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) reply(line);
    });
  };
  for (let each = 0; each < connections; each += 1) lane(net.connect(port, '127.0.0.1'));
}

process.once('message', (task: Task) => {
  const began = performance.now();
  blast(task, () => process.send?.((performance.now() - began) / 1000, () => process.exit()));
});
