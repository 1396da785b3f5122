/** What a keyboard and a pointer do, in the words of W3C WebDriver. */

/** WebDriver's own code points for keys that write nothing. */
const codes = {
  Shift: '\uE008',
  Enter: '\uE007',
  Tab: '\uE004',
  Escape: '\uE00C',
  Space: ' ',
  End: '\uE010',
  Home: '\uE011',
  ArrowUp: '\uE013',
  ArrowDown: '\uE015',
};

/** @typedef {keyof typeof codes} Key */

/** A DOM element as WebDriver passes it. @param {any} element @returns {string} */
export const reference = (element) => element['element-6066-11e4-a52e-4f735466cecf'];

/** A key, held with others ("Shift+Tab"). @param {string} chord */
export function pressKey(chord) {
  const values = chord.split('+').map((name) => codes[/** @type {Key} */ (name)] ?? name);
  return [
    {
      type: 'key',
      id: 'keyboard',
      actions: [
        ...values.map((value) => ({ type: 'keyDown', value })),
        ...values.toReversed().map((value) => ({ type: 'keyUp', value })),
      ],
    },
  ];
}

/** @param {string} text */
export const typeText = (text) => [
  {
    type: 'key',
    id: 'keyboard',
    actions: [...text].flatMap((value) => [
      { type: 'keyDown', value },
      { type: 'keyUp', value },
    ]),
  },
];

/** The mouse moves there, and does more. @param {number} x viewport CSS px @param {number} y @param {object[]} more */
export const movePointer = (x, y, ...more) => [
  {
    type: 'pointer',
    id: 'mouse',
    actions: [
      { type: 'pointerMove', x: Math.round(x), y: Math.round(y), origin: 'viewport' },
      ...more,
    ],
  },
];

/** A press with the mouse. @param {number} x viewport CSS px @param {number} y */
export const pressPoint = (x, y) =>
  movePointer(x, y, { type: 'pointerDown', button: 0 }, { type: 'pointerUp', button: 0 });
