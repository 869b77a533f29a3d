import { StatusLine, type TextOutput } from './status-line.ts';
import { fitted } from './text-width.ts';

/** Where progress is shown: one line that changes, and some lines at the end. */
export interface ProgressDisplay {
  /** Milliseconds between two updates unless told otherwise. */
  readonly interval: number;
  /** Whether the first update comes at once, and the clock is to be seen running. */
  readonly live: boolean;
  /** The width of a line. */
  readonly columns: number;
  update(line: string): void;
  end(lines: readonly string[]): void;
  /** Leaves the output as it was; writes nothing. */
  release(): void;
}

export function progressDisplay(output: TextOutput): ProgressDisplay {
  const live = output.isTTY === true && process.env['TERM'] !== 'dumb';
  return live ? terminal(output) : plain(output);
}

/** One line in a terminal, drawn anew each time. */
function terminal(output: TextOutput): ProgressDisplay {
  const standard = [process.stdout, process.stderr];
  const same = standard.some((stream) => stream === output)
    ? standard.filter(({ isTTY }) => isTTY)
    : [output];
  const status = new StatusLine(output, same);
  return {
    interval: 100,
    live: true,
    // The terminal writes ^C behind the line; in its last column it would break the line in two.
    get columns() {
      return (output.columns ?? 80) - 3;
    },
    update(line) {
      status.show(fitted(line, this.columns));
    },
    end(lines) {
      status.clear();
      output.write(text(lines));
    },
    release: () => {
      status.release();
    },
  };
}

/** A line for each update, for files and logs. */
function plain(output: TextOutput): ProgressDisplay {
  return {
    interval: 10_000,
    live: false,
    columns: Infinity,
    update: (line) => {
      output.write(text([line]));
    },
    end: (lines) => {
      output.write(text(lines));
    },
    release: () => undefined,
  };
}

function text(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}
