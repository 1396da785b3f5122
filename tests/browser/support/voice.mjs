/**
 * Stands in for Speech Dispatcher, which Debian's screen reader sends its sentences to, and keeps
 * them instead of speaking: no sound device is needed. Only what Orca asks for is answered (SSIP).
 */
import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';

/** @type {[RegExp, string][]} a command, the answer */
const answers = [
  [/^HISTORY GET CLIENT_ID/i, '245-1\r\n245 OK CLIENT ID SENT'],
  [/^LIST SYNTHESIS_VOICES/i, '249-Ana\ten\tnone\r\n249 OK VOICE LIST SENT'],
  [/^LIST VOICES/i, '249-MALE1\r\n249 OK VOICE LIST SENT'],
  [/^LIST/i, '250-dummy\r\n250 OK MODULE LIST SENT'],
  [/^GET OUTPUT_MODULE/i, '251-dummy\r\n251 OK GET RETURNED'],
  [/^GET LANGUAGE/i, '251-en\r\n251 OK GET RETURNED'],
  [/^GET/i, '251-0\r\n251 OK GET RETURNED'],
  [/^(CHAR|KEY|SOUND_ICON)/i, '225-1\r\n225 OK MESSAGE QUEUED'],
];

/** @param {string} runtime the session's XDG_RUNTIME_DIR */
export async function startVoice(runtime) {
  const folder = join(runtime, 'speech-dispatcher');
  await mkdir(folder, { recursive: true });
  /** @type {string[]} */
  const said = [];
  let last = Date.now();
  const server = createServer((socket) => {
    let rest = '';
    /** @type {string[] | undefined} of the sentence that is being received */
    let lines;
    /** @param {string} line */
    const hear = (line) => {
      if (lines && line === '.') {
        // Marks for the voice, and dots doubled on the way.
        const text = lines.map((part) => part.replace(/^\.\./, '.')).join(' ');
        said.push(text.replace(/<[^>]*>/g, '').replaceAll('&amp;', '&'));
        last = Date.now();
        lines = undefined;
        return '225-1\r\n225 OK MESSAGE QUEUED';
      }
      if (lines) {
        lines.push(line);
        return '';
      }
      if (/^SPEAK/i.test(line)) {
        lines = [];
        return '230 OK RECEIVING DATA';
      }
      const character = /^CHAR (.+)/i.exec(line);
      if (character) said.push(character[1]);
      return answers.find(([command]) => command.test(line))?.[1] ?? '208 OK';
    };
    socket.setEncoding('utf8');
    socket.on('error', () => {}); // who spoke has gone
    socket.on('data', (data) => {
      const received = `${rest}${data}`.split('\r\n');
      rest = received.pop() ?? '';
      for (const line of received) {
        const answer = hear(line);
        if (answer) socket.write(`${answer}\r\n`);
      }
    });
  });
  await new Promise((resolve) =>
    server.listen(join(folder, 'speechd.sock'), () => resolve(undefined)),
  );
  return {
    /** What was said since the last time, once it has been silent for a while. */
    said: async () => {
      const from = Date.now();
      while (Date.now() - Math.max(last, from) < 2500)
        await new Promise((resolve) => setTimeout(resolve, 100));
      return said.splice(0);
    },
    close: () => server.close(),
  };
}
