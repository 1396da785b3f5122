/** What stands in place of a form that cannot be shown: a sentence for the customer, then lines for
 * the developer. */

/**
 * @param {HTMLElement} card
 * @param {string[]} strings language tag, title, sentence, advice, then the developer's lines
 */
export function showProblems(card, [language, title, sentence, advice, ...lines]) {
  const element = (/** @type {string} */ tag, /** @type {string} */ text) =>
    Object.assign(document.createElement(tag), { textContent: text });
  const box = element('div', '');
  box.className = 'problem';
  box.lang = language;
  box.setAttribute('role', 'alert');
  box.append(element('h2', title), element('p', sentence), element('p', advice));
  if (lines.length) {
    const list = element('ul', '');
    list.lang = 'en';
    list.append(...lines.map((line) => element('li', line)));
    box.append(list);
  }
  card.replaceChildren(box);
}
