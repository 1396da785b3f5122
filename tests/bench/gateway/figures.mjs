/** What was measured, each beside its bar: a Markdown table, and whether all bars hold. */

/** @typedef {{ what: string, measured: string, bar: string, aim: string, holds: boolean | undefined }} Figure */

export class Figures {
  /** @type {Figure[]} */
  #all = [];

  /** Only told. @param {string} what @param {string} measured @param {string} [aim] */
  tell(what, measured, aim = '') {
    this.#add({ what, measured, bar: '', aim, holds: undefined });
  }

  /** @param {string} what @param {number} value @param {number} bar @param {Shown} [shown] */
  atLeast(what, value, bar, { unit = '', digits = 2, aim } = {}) {
    this.#judge(what, value, '≥', bar, value >= bar, unit, digits, aim);
  }

  /** A part that could not be measured has missed its bars. @param {string} what @param {Error} error */
  broke(what, error) {
    console.error(error);
    this.#add({ what, measured: 'not measured', bar: '', aim: '', holds: false });
  }

  /** @typedef {{ unit?: string, digits?: number, aim?: number }} Shown */

  /** @param {string} what @param {number} value @param {number} bar @param {Shown} [shown] */
  atMost(what, value, bar, { unit = '', digits = 2, aim } = {}) {
    this.#judge(what, value, '≤', bar, value <= bar, unit, digits, aim);
  }

  /**
   * @param {string} what @param {number} value @param {string} sign @param {number} bar @param {boolean} holds
   * @param {string} unit @param {number} digits @param {number} [aim]
   */
  #judge(what, value, sign, bar, holds, unit, digits, aim) {
    const shown = unit && ` ${unit}`;
    this.#add({
      what,
      measured: value.toFixed(digits) + shown,
      bar: `${sign} ${bar}${shown}`,
      aim: aim === undefined ? '' : `${sign} ${aim}${shown}`,
      holds: holds && Number.isFinite(value),
    });
  }

  /** @param {Figure} figure */
  #add(figure) {
    this.#all.push(figure);
    const { what, measured, bar, holds } = figure;
    console.error(`  ${what}: ${measured}${bar && ` (${bar}${holds ? '' : ', MISSED'})`}`);
  }

  /** Prints the table; returns whether all bars hold. */
  close() {
    const rows = this.#all.map(({ what, measured, bar, aim, holds }) => [
      what,
      measured,
      bar,
      aim,
      holds === undefined ? '' : holds ? 'holds' : 'MISSED',
    ]);
    rows.unshift(['measured', 'figure', 'bar', 'aim', '']);
    const widths = rows[0].map((_, column) =>
      Math.max(3, ...rows.map((row) => row[column].length)),
    );
    const line = (/** @type {string[]} */ cells) =>
      `| ${cells.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`;
    rows.splice(
      1,
      0,
      widths.map((width) => '-'.repeat(width)),
    );
    console.log(rows.map(line).join('\n'));
    return this.#all.every(({ holds }) => holds !== false);
  }
}

/** @param {number[]} numbers */
export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
