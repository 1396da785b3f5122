/** @file The page's language: from `?lang=`, else the browser's; switched without a reload. */
import { translations } from './words.js';

const languages = ['en', 'es', 'pt'];
/** @type {{ node: Text, english: string }[]} */
const texts = [];
const title = document.title;

/** @param {string} english */
export function say(english) {
  const words = translations[/** @type {'es'} */ (document.documentElement.lang)];
  return words?.[english] ?? english;
}

/** @param {() => void} onChange after each switch */
export function startLanguage(onChange) {
  for (const holder of document.querySelectorAll('[data-text]')) remember(holder);
  const asked = new URL(location.href).searchParams.get('lang');
  const known = [asked, ...navigator.languages].map((tag) => tag?.slice(0, 2).toLowerCase());
  setLanguage(known.find((tag) => tag && languages.includes(tag)) ?? 'en');
  for (const button of switches()) {
    button.addEventListener('click', () => {
      setLanguage(button.lang);
      onChange();
      const url = new URL(location.href);
      url.searchParams.set('lang', button.lang);
      history.replaceState(null, '', url);
    });
  }
}

/** @param {Element} holder its first text */
function remember(holder) {
  const node = [...holder.childNodes].find((child) => child instanceof Text && child.data.trim());
  if (!(node instanceof Text)) return;
  texts.push({ node, english: node.data.trim().replace(/\s+/g, ' ') });
}

/** @param {string} language */
function setLanguage(language) {
  // The form follows the page: it watches this attribute.
  document.documentElement.lang = language;
  document.title = say(title);
  for (const { node, english } of texts) node.data = say(english);
  for (const button of switches())
    button.setAttribute('aria-pressed', String(button.lang === language));
  const format = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short' });
  for (const time of document.querySelectorAll('time')) {
    const day = new Date(Date.now() + Number(time.dataset.days) * 86_400_000);
    time.dateTime = day.toISOString().slice(0, 10);
    time.textContent = format.format(day);
  }
}

/** @returns {NodeListOf<HTMLButtonElement>} */
function switches() {
  return document.querySelectorAll('.languages button');
}

/**
 * Changes a text that has been translated until now, and goes on to be.
 * @param {Element} holder
 * @param {string} english
 */
export function setText(holder, english) {
  const text = texts.find(({ node }) => node.parentNode === holder);
  if (!text) return;
  text.english = english;
  text.node.data = say(english);
}
