/** One table of figures: what was measured, what is allowed, and what stands beside it. */

/** @typedef {{name: string, measured: string, allowed: string, note: string}} Row */

/** @param {number} number @param {number} [decimals] */
export const figure = (number, decimals = 0) =>
  number.toLocaleString('en', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });

export class Report {
  /** @type {{title: string, rows: Row[]}[]} */
  #sections = [];
  /** @type {string[]} */
  #failed = [];
  #held = 0;

  /** @param {string} title */
  section(title) {
    this.#sections.push({ title, rows: [] });
  }

  /** @param {string} name @param {string} measured @param {string} [note] */
  row(name, measured, note = '') {
    this.#add({ name, measured, allowed: '', note });
  }

  /** The form's figure by the bare page's. @param {number} form @param {number} bare */
  ratio(form, bare) {
    this.row('form : bare page', figure(form / bare, 2));
  }

  /**
   * A figure that may not be larger than its budget.
   * @param {string} name @param {number} measured @param {number} budget
   */
  gate(name, measured, budget) {
    const holds = measured <= budget;
    this.#judge(holds, name);
    this.#add({
      name,
      measured: figure(measured),
      allowed: `≤ ${figure(budget)}`,
      note: holds ? 'ok' : `OVER by ${figure(measured - budget)}`,
    });
  }

  /**
   * A ratio, or a figure as small as one, that may not be larger than its bar.
   * @param {string} name @param {number} measured @param {number} bar @param {string} [note]
   */
  bar(name, measured, bar, note = '') {
    const holds = measured <= bar;
    this.#judge(holds, name);
    this.#add({
      name,
      measured: figure(measured, 3),
      allowed: `≤ ${figure(bar, 2)}`,
      note: [holds ? 'ok' : 'MISSED', note].filter(Boolean).join(', '),
    });
  }

  /** Something that must be so. @param {string} name @param {boolean} holds @param {string} [why] */
  must(name, holds, why = '') {
    this.#judge(holds, name);
    this.#add({ name, measured: holds ? 'yes' : 'NO', allowed: 'yes', note: holds ? 'ok' : why });
  }

  /** A part that could not be measured counts as failed. @param {string} name @param {unknown} error */
  broke(name, error) {
    this.#judge(false, name);
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.#add({ name, measured: '?', allowed: '', note: text });
  }

  /** @param {boolean} holds @param {string} name */
  #judge(holds, name) {
    if (holds) ++this.#held;
    else this.#failed.push(`${this.#sections.at(-1)?.title}: ${name}`);
  }

  /** @param {Row} row */
  #add(row) {
    this.#sections.at(-1)?.rows.push(row);
  }

  /** Prints the sections that are not printed yet, so that a run that is cut short has told what it knew. */
  print() {
    const sections = this.#sections.splice(0);
    const rows = sections.flatMap((section) => section.rows);
    const widest = (/** @type {'name' | 'measured' | 'allowed'} */ column) =>
      Math.max(8, ...rows.map((row) => row[column].length));
    const [names, measures, limits] = [
      Math.max(widest('name'), ...sections.map(({ title }) => title.length)),
      widest('measured'),
      widest('allowed'),
    ];
    const line = (/** @type {string[]} */ ...[name, measured, allowed, note]) =>
      console.log(
        `${name.padEnd(names + 2)}  ${measured.padStart(measures)}  ${allowed.padStart(limits)}  ${note}`.trimEnd(),
      );
    for (const { title, rows } of sections) {
      console.log();
      line(title, 'measured', 'allowed', '');
      for (const { name, measured, allowed, note } of rows)
        line(`  ${name}`, measured, allowed, note);
    }
  }

  /** Prints the verdict; returns whether all budgets hold. */
  close() {
    this.print();
    console.log();
    for (const name of this.#failed) console.log(`FAILED  ${name}`);
    console.log(`${this.#held} gates hold, ${this.#failed.length} failed`);
    return this.#failed.length === 0;
  }
}
