/**
 * The form as assistive technologies get it, from the engines' own accessibility trees, as indented
 * text: role "name" [states] = value: description.
 */
import { until } from '../../crm/until.mjs';

/**
 * @typedef {object} TreeNode
 * @property {string} role '' for what says nothing itself
 * @property {string} name
 * @property {string} value
 * @property {string} description
 * @property {string[]} states
 * @property {TreeNode[]} children
 */

/** @param {TreeNode} node @returns {TreeNode | undefined} the first form */
const findForm = (node) =>
  node.role === 'form'
    ? node
    : node.children.reduce((/** @type {TreeNode | undefined} */ found, child) => {
        return found ?? findForm(child);
      }, undefined);

/**
 * @param {TreeNode} node
 * @param {string} [indent]
 * @param {string} [above] what was said just before: a text that repeats its element says nothing new
 * @returns {string}
 */
function print(node, indent = '', above = '') {
  const { role, name, value, description, states, children } = node;
  if (role === 'text' && name === above) return '';
  let line = role && `${indent}${role}`;
  if (role && name) line += ` "${name}"`;
  if (role) line += states.map((state) => ` [${state}]`).join('');
  if (role && value && value !== name) line += ` = ${value}`;
  if (role && description) line += `: ${description}`;
  const below = children.map((child) => print(child, role ? `${indent}  ` : indent, name || above));
  return `${line && `${line}\n`}${below.join('')}`;
}

/** @param {TreeNode} root */
function printForm(root) {
  const form = findForm(root);
  if (!form) throw new Error('there is no form in the tree');
  return print(form);
}

const chromiumStates = ['required', 'invalid', 'disabled', 'readonly', 'focused', 'selected'];
const chromiumSilent = ['generic', 'none', 'InlineTextBox', 'MenuListPopup'];

/** @param {import('puppeteer-core').Page} page */
export async function chromiumTree(page) {
  const session = await page.createCDPSession();
  await session.send('Accessibility.enable');
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  await session.detach();
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  /** @param {(typeof nodes)[0]} node @returns {TreeNode} */
  const convert = (node) => {
    const role = node.role?.value ?? '';
    const silent = node.ignored || chromiumSilent.includes(role);
    const states = (node.properties ?? [])
      .filter(({ name, value }) => chromiumStates.includes(name) && `${value.value}` !== 'false')
      .map(({ name }) => name);
    const children = (node.childIds ?? []).flatMap((id) => byId.get(id) ?? []);
    return {
      role: silent ? '' : role === 'StaticText' ? 'text' : role,
      name: node.name?.value ?? '',
      value: `${node.value?.value ?? ''}`,
      description: node.description?.value ?? '',
      states,
      children: role === 'StaticText' ? [] : children.map(convert),
    };
  };
  return printForm(convert(nodes[0]));
}

/** What a script with the browser's rights reads; the same that Firefox gives to AT-SPI. */
async function readFirefoxTree() {
  const privileged = /** @type {any} */ (globalThis);
  const { Cc, Ci, Services } = privileged;
  const service = Cc['@mozilla.org/accessibilityService;1'].getService(Ci.nsIAccessibilityService);
  const { gBrowser } = Services.wm.getMostRecentWindow('navigator:browser');
  const roles = /** @type {Record<string, string>} */ ({ 'text leaf': 'text' });
  const silent = ['text container', 'internal frame', 'combobox list', 'whitespace'];
  // Not what has focus: that a window without a desktop has it is not certain.
  const spoken = ['required', 'invalid', 'unavailable', 'readonly', 'selected'];
  /** @param {any} node @returns {any} */
  const convert = (node) => {
    const state = {};
    const extra = {};
    node.getState(state, extra);
    const all = service.getStringStates(
      /** @type {any} */ (state).value,
      /** @type {any} */ (extra).value,
    );
    const states = [];
    for (let i = 0; i < all.length; ++i) if (spoken.includes(all.item(i))) states.push(all.item(i));
    const children = [];
    for (let child = node.firstChild; child; child = child.nextSibling)
      children.push(convert(child));
    const role = service.getStringRole(node.role);
    return {
      role: silent.includes(role) ? '' : (roles[role] ?? role),
      name: node.name ?? '',
      value: node.value ?? '',
      description: node.description ?? '',
      states,
      children: role === 'text leaf' ? [] : children,
    };
  };
  const root = service.getAccessibleFor(gBrowser.selectedBrowser);
  return root && convert(root);
}

/**
 * Firefox fetches parts of its tree from the page's process when they are first asked for.
 * @param {Awaited<ReturnType<typeof import('./marionette.mjs').startMarionette>>} firefox
 */
export async function firefoxTree(firefox) {
  let last = '';
  let same = 0;
  await until(async () => {
    const root = await firefox.privileged(readFirefoxTree);
    const now = root && findForm(root) ? printForm(root) : '';
    same = now && now === last ? same + 1 : 0;
    last = now;
    if (same < 3) await new Promise((resolve) => setTimeout(resolve, 150));
    return same >= 3;
  }, 60_000);
  return last;
}
