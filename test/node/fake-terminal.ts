import type { TextOutput } from '../../src/node/status-line.ts';

/** A terminal that knows carriage return, newline and erasing to the end of the line: what a person would see. */
export class FakeTerminal implements TextOutput {
  readonly isTTY = true;
  readonly rows: string[] = [''];
  columns: number;
  /** How often something was written. */
  writes = 0;
  #column = 0;

  constructor(columns = 80) {
    this.columns = columns;
  }

  write(text: string): boolean {
    this.writes++;
    for (const [part] of text.matchAll(/\x1b\[K|[^]/gu)) this.#take(part);
    return true;
  }

  /** The last row, where a status line stands. */
  get last(): string {
    return this.rows.at(-1) ?? '';
  }

  #take(part: string): void {
    const row = this.rows.length - 1;
    const text = this.last;
    if (part === '\n') {
      this.rows.push('');
      this.#column = 0;
    } else if (part === '\r') this.#column = 0;
    else if (part === '\x1b[K') this.rows[row] = text.slice(0, this.#column);
    else {
      this.rows[row] = text.slice(0, this.#column) + part + text.slice(this.#column + part.length);
      this.#column += part.length;
    }
  }
}

/** A file or a pipe: what is written stays. */
export class FakeFile implements TextOutput {
  text = '';

  write(text: string): boolean {
    this.text += text;
    return true;
  }
}
