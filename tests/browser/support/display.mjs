/** A display of the tests' own, for browsers that have WebGL2 in a window only. */
import { spawn } from 'node:child_process';

/**
 * Starts Xvfb on a free display.
 * @returns {Promise<{env: Record<string, string | undefined>, stop: () => Promise<void>}>} env: for
 *   the browser, with its graphics in software
 */
export async function startDisplay() {
  const server = spawn(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] },
  );
  const ended = new Promise((resolve) => server.once('close', resolve));
  const number = await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.once('exit', () => reject(new Error('Xvfb did not start')));
    server.stdio[3]?.once('data', (line) => resolve(String(line).trim()));
  });
  return {
    env: {
      ...process.env,
      DISPLAY: `:${number}`,
      WAYLAND_DISPLAY: undefined,
      GDK_BACKEND: 'x11',
      LIBGL_ALWAYS_SOFTWARE: '1',
    },
    stop: async () => {
      server.kill();
      await ended;
    },
  };
}
