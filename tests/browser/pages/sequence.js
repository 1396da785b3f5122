/**
 * What can happen to a form in a page, each by its name; and the page brought to a state from the
 * start. The tests draw the order (sequences/).
 */

const gateway = 'http://127.0.0.1:9';
const text = { kind: 'text', label: 'Pedido' };
const configs = {
  full: {
    gateway,
    contact: { required: true },
    priority: { default: 'medium', options: ['low', 'medium', 'high'] },
    form: [{ name: 'order', ...text }],
  },
  // Another title, no order, fewer options, a hint.
  other: {
    gateway,
    title: { es: 'Cuéntanos', en: 'Tell us' },
    contact: { required: true, hint: { es: 'El de tu cuenta.', en: 'Your account’s.' } },
    priority: { default: 'low', options: ['low', 'medium'] },
  },
};

/** @type {any} */
let element;
const root = document.documentElement;
const one = /** @type {HTMLElement} */ (document.querySelector('#one'));
const two = /** @type {HTMLElement} */ (document.querySelector('#two'));
const places = { one, two };
const both = Object.values(places);

const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
/** @param {string} name @returns {any} */
const control = (name) => element.shadowRoot.querySelector(`form [name="${name}"]`);

/** Everything that the page alone decides. @type {Record<string, (value: any) => void>} */
const surroundings = {
  dark: (on) => root.classList.toggle('dark', on),
  textSize: (px) => (root.style.fontSize = `${px}px`),
  font: (name) => (document.body.className = name),
  direction: (dir) => (root.dir = dir),
  language: (tag) => (root.lang = tag),
  width: (px) => both.forEach((place) => (place.style.width = `${px}px`)),
  green: (on) => both.forEach((place) => place.classList.toggle('green', on)),
};

/** @type {Record<string, (value: any) => unknown>} */
const changes = {
  ...surroundings,
  plain: (on) =>
    on ? element.setAttribute('appearance', 'plain') : element.removeAttribute('appearance'),
  hidden: (on) => (document.body.hidden = on),
  attached: (on) =>
    on
      ? (places[/** @type {'one'} */ (element.dataset.place)] ?? one).append(element)
      : element.remove(),
  place: (name) => {
    element.dataset.place = name;
    if (element.isConnected) places[/** @type {'one'} */ (name)].append(element);
  },
  shrunk: (on) => both.forEach((place) => place.classList.toggle('shrunk', on)),
  config: (name) => (element.config = structuredClone(configs[/** @type {'full'} */ (name)])),
  prefill: (values) => element.prefill(values),
  type: async ({ name, value }) => {
    while (!control(name)) await frame(); // nobody types into what is not there yet
    const field = control(name);
    field.focus();
    if (field instanceof HTMLSelectElement) {
      field.value = value;
      field.dispatchEvent(new Event('input', { bubbles: true }));
      field.dispatchEvent(new Event('change', { bubbles: true }));
    } else {
      field.select();
      document.execCommand(value ? 'insertText' : 'delete', false, value);
    }
    field.blur();
  },
  files: async (names) => {
    await settle(); // nor takes away a file that is not shown yet
    const held = [...element.shadowRoot.querySelectorAll('.remove:not([hidden]) button')];
    for (const button of held) button.click();
    const transfer = new DataTransfer();
    for (const name of names)
      transfer.items.add(new File(['%PDF-1.7'.padEnd(3000)], name, { type: 'application/pdf' }));
    element.shadowRoot
      .querySelector('.card')
      .dispatchEvent(
        new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }),
      );
  },
  context: async () => {
    const loss = element.shadowRoot
      .querySelector('canvas')
      ?.getContext('webgl2')
      ?.getExtension('WEBGL_lose_context');
    if (!loss) return;
    loss.loseContext();
    await frame();
    await frame();
    loss.restoreContext();
  },
};

/** Until all that was asked for is seen. */
async function settle() {
  await document.fonts.ready;
  for (let frames = 0; frames < 6; ++frames) await frame();
  while (element.checkVisibility() && element.shadowRoot.querySelector('.card.soon:not([hidden])'))
    await frame();
  for (let frames = 0; frames < 2; ++frames) await frame();
}

/** The form as an assistive technology finds it. */
function meaning() {
  const form = element.shadowRoot.querySelector('form');
  const told = [
    ...form.querySelectorAll(
      'h2, p, label, .hint, .error, .counter, button, select, input, textarea',
    ),
  ];
  return told
    .filter((/** @type {any} */ node) => !node.closest('[hidden]'))
    .map((/** @type {any} */ node) => {
      const described = (node.getAttribute('aria-describedby') ?? '')
        .split(' ')
        .map((/** @type {string} */ id) =>
          id ? element.shadowRoot.getElementById(id)?.textContent : '',
        );
      return [
        node.localName,
        node.name ?? '',
        node.value ?? node.textContent,
        node.getAttribute('aria-invalid') === 'true',
        node.required || node.getAttribute('aria-required'),
        node.disabled ?? '',
        ...described,
        node.localName === 'select'
          ? [...node.options].map((option) => option.label).join('|')
          : '',
      ].join(' · ');
    });
}

Object.assign(window, {
  /** @param {Record<string, any>} state as state.mjs describes it */
  build: async (state) => {
    for (const [name, set] of Object.entries(surroundings)) set(state[name]);
    element = document.createElement('casement-form');
    element.setAttribute('open', '');
    element.dataset.place = state.place;
    if (state.plain) element.setAttribute('appearance', 'plain');
    const ready = new Promise((resolve) => element.addEventListener('casement-ready', resolve));
    changes.config(state.config);
    places[/** @type {'one'} */ (state.place)].append(element);
    await ready;
    for (const name of state.told) {
      await changes.type({ name, value: 'x' });
      await frame();
    }
    // Given, not typed: a field that was not left says nothing of its faults.
    for (const name of state.told) await changes.type({ name, value: '' });
    changes.prefill({ ...state.given, ...state.values });
    if (state.files.length) await changes.files(state.files);
    await settle();
  },
  /** @param {string} name @param {any} value @param {boolean} rest waits until it is seen */
  change: async (name, value, rest) => {
    await changes[name](value);
    if (rest) await settle();
    else await Promise.resolve();
  },
  /** Nothing is laid out anew, but all is painted: WebKit's edges keep a trace of what was painted before. */
  repaint: async () => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('.place { will-change: transform }');
    for (const sheets of [[sheet], []]) {
      document.adoptedStyleSheets = sheets;
      await frame();
      await frame();
    }
  },
  /** @param {number} y */
  scrollDown: async (y) => {
    scrollTo(0, y);
    await frame();
    await frame();
    return innerHeight;
  },
  look: async () => {
    /** @type {any} */ (element.shadowRoot.activeElement)?.blur();
    scrollTo(0, 0);
    await settle();
    const { x, y, width, height } = element.getBoundingClientRect();
    const boxes = [...element.shadowRoot.querySelectorAll('canvas, .text, select, form button')]
      .filter((/** @type {any} */ node) => node.offsetWidth && !node.closest('[hidden]'))
      .map((/** @type {any} */ node) => {
        const box = node.getBoundingClientRect();
        const px = [box.x, box.y, box.width, box.height].map((length) => length.toFixed(1));
        return [node.localName, ...px, node.localName === 'canvas' ? node.width : ''].join(' ');
      });
    return { meaning: [...meaning(), ...boxes], box: { x, y, width, height } };
  },
});
