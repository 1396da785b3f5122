/** What runs in a page, in any engine: a form is put on it, and it is waited for. */

/**
 * @typedef {object} Mount
 * @property {object | string} [config] the document; without one the attributes say it
 * @property {Record<string, string>} [attributes] of the element, beside `open`
 * @property {string} [lang] of the page
 * @property {string} [inside] the page's own words
 * @property {Record<string, string>} [values] what the page fills in, before the form is there
 * @property {string[]} [boxes] styles of the boxes around it, from the outermost one
 * @property {boolean} [waits] false for a form that has no settings yet
 */

/**
 * A form in place of an earlier one, until it is there or says why not; what it tells is kept in
 * `window.events`. No frame is asked for: those may be what a test breaks.
 * @param {Mount} given
 */
export async function mountForm({ config, attributes, lang, inside, values, boxes, waits = true }) {
  if (lang) document.documentElement.lang = lang;
  if (!Reflect.has(window, 'wordsComing')) {
    // How many files of words are on their way, for untilDrawn().
    const { fetch } = window;
    const count = (/** @type {number} */ more) =>
      Reflect.set(window, 'wordsComing', (Reflect.get(window, 'wordsComing') ?? 0) + more);
    count(0);
    window.fetch = async (...given) => {
      if (!/casement-\w\w\.txt$/.test(`${given[0]}`)) return fetch(...given);
      count(1);
      // A task later whoever asked has them.
      const ended = () => setTimeout(count, 0, -1);
      const answer = await fetch(...given).catch((error) => {
        ended();
        throw error;
      });
      answer.clone().text().finally(ended);
      return answer;
    };
  }
  document.querySelector('casement-form')?.remove();
  const form = /** @type {any} */ (document.createElement('casement-form'));
  form.textContent = inside ?? '';
  for (const [name, value] of Object.entries({ open: '', ...attributes }))
    form.setAttribute(name, value);
  const settled = new Promise((resolve) => {
    form.addEventListener('casement-ready', resolve, { once: true });
    form.addEventListener('casement-error', resolve, { once: true });
  });
  const events = /** @type {any[]} */ ([]);
  Object.assign(window, { events });
  for (const name of ['ready', 'sent', 'created', 'rejected', 'error', 'changed'])
    form.addEventListener(`casement-${name}`, (/** @type {CustomEvent} */ event) =>
      events.push([name, event.detail]),
    );
  if (config !== undefined) form.config = config;
  if (values) form.prefill(values);
  let place = document.body;
  for (const style of boxes ?? []) {
    const box = document.createElement('div');
    box.style.cssText = style;
    place.append(box);
    place = box;
  }
  place.append(form);
  if (!waits) return;
  await settled;
  await document.fonts.ready;
}

/**
 * Until everything asked for has been drawn, by the pixels where there are any: they take over once
 * nobody types.
 */
export async function untilDrawn() {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const soon = () =>
    document.querySelector('casement-form')?.shadowRoot?.querySelector('.card.soon:not([hidden])');
  while (Reflect.get(window, 'wordsComing')) await frame();
  for (let frames = 0; frames < 4; ++frames) await frame();
  while (soon()) await frame();
}

/**
 * Something that the page does to the form's element; out of the page it is `window.kept`.
 * @param {string} change a function of the element and what is given
 * @param {unknown} given
 */
export function changeElement(change, given) {
  const element = document.querySelector('casement-form') ?? Reflect.get(window, 'kept');
  return (0, eval)(`(${change})`)(element, given);
}
