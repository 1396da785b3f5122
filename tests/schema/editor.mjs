/**
 * An editor with the JSON language server of VS Code, which speaks the Language Server Protocol over its standard streams.
 * https://microsoft.github.io/language-server-protocol/
 */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';

import rpc from 'vscode-jsonrpc/node';

/**
 * @typedef {{ line: number, character: number }} Position
 * @typedef {{ label: string, documentation?: string | { value: string } }} Completion
 * @typedef {{ message: string, severity: number, range: { start: Position, end: Position } }} Diagnostic
 */

const server = createRequire(import.meta.url).resolve(
  'vscode-langservers-extracted/bin/vscode-json-language-server',
);

/** A document whose text has a mark where the cursor is. @param {string} marked */
function split(marked) {
  const at = marked.indexOf('¦');
  const lines = marked.slice(0, at).split('\n');
  return {
    text: marked.replace('¦', ''),
    position: { line: lines.length - 1, character: (lines.at(-1) ?? '').length },
  };
}

export async function openEditor() {
  const child = spawn(process.execPath, [server, '--stdio'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const connection = rpc.createMessageConnection(child.stdout, child.stdin);
  connection.listen();
  await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: null,
    capabilities: {
      textDocument: { completion: { completionItem: {} }, diagnostic: {}, hover: {} },
    },
    initializationOptions: { handledSchemaProtocols: ['file'] },
  });
  await connection.sendNotification('initialized', {});

  let opened = 0;
  /** @param {URL} folder @param {string} text @returns {Promise<{ uri: string }>} */
  async function show(folder, text) {
    const uri = new URL(`document-${++opened}.json`, folder).href;
    const textDocument = { uri, languageId: 'json', version: 1, text };
    await connection.sendNotification('textDocument/didOpen', { textDocument });
    return { uri };
  }

  return {
    /** @param {URL} folder where the document lies @param {string} marked @returns {Promise<Completion[]>} */
    async complete(folder, marked) {
      const { text, position } = split(marked);
      const textDocument = await show(folder, text);
      const found = await connection.sendRequest('textDocument/completion', {
        textDocument,
        position,
      });
      return /** @type {{ items: Completion[] }} */ (found).items;
    },
    /** @param {URL} folder @param {string} marked @returns {Promise<string>} */
    async hover(folder, marked) {
      const { text, position } = split(marked);
      const textDocument = await show(folder, text);
      const found = await connection.sendRequest('textDocument/hover', { textDocument, position });
      const { contents } = /** @type {{ contents: string | string[] }} */ (found);
      return [contents].flat().join('\n');
    },
    /** What is underlined, and why. @param {URL} folder @param {string} text */
    async diagnose(folder, text) {
      const textDocument = await show(folder, text);
      const found = await connection.sendRequest('textDocument/diagnostic', { textDocument });
      const { items } = /** @type {{ items: Diagnostic[] }} */ (found);
      const lines = text.split('\n');
      return items.map(({ message, range: { start, end } }) => ({
        message,
        // Of what is in one line.
        marked: lines[start.line].slice(
          start.character,
          end.line === start.line ? end.character : undefined,
        ),
      }));
    },
    async close() {
      await connection.sendRequest('shutdown');
      const ended = new Promise((resolve) => child.once('exit', resolve));
      await connection.sendNotification('exit');
      await ended;
      connection.dispose();
    },
  };
}
