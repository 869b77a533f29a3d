/** Something that takes text, such as `process.stderr`. */
export interface TextOutput {
  /** Takes a piece of text. */
  write: (text: string) => unknown;
  /** True for a terminal. */
  readonly isTTY?: boolean;
  /** The width of a terminal. */
  readonly columns?: number;
}

const ERASE_TO_END = '\x1b[K';

/**
 * The last line of a terminal, written over and over.
 *
 * What others print on the same terminal in the meantime goes above it: `write` of the streams is wrapped until `release`.
 */
export class StatusLine {
  readonly #write: (text: string) => void;
  readonly #unwrap: (() => void)[];
  #text = '';
  /** False while somebody else has written a line without ending it. */
  #atStart = true;

  /** @param streams every stream that writes on the same terminal. */
  constructor(output: TextOutput, streams: readonly TextOutput[]) {
    const write = output.write;
    this.#write = (text) => {
      write.call(output, text);
    };
    this.#unwrap = [...new Set(streams)].map((stream) => this.#wrap(stream));
  }

  /** Shows a line that fits into the terminal, instead of the one before. */
  show(text: string): void {
    this.#text = text;
    if (this.#atStart) this.#write(`\r${text}${ERASE_TO_END}`);
  }

  /** Takes the line away; the next text starts on a line of its own. */
  clear(): void {
    const shown = this.#text !== '';
    this.#text = '';
    if (!this.#atStart) this.#write('\n');
    else if (shown) this.#write(`\r${ERASE_TO_END}`);
  }

  /** Leaves the streams as they were. */
  release(): void {
    this.#text = '';
    for (const unwrap of this.#unwrap) unwrap();
  }

  #wrap(stream: TextOutput): () => void {
    const original = stream.write;
    const wrapped = (...args: readonly unknown[]): unknown => {
      if (this.#text !== '' && this.#atStart) this.#write(`\r${ERASE_TO_END}`);
      const answer: unknown = Reflect.apply(original, stream, args);
      this.#atStart = endsLine(args[0], this.#atStart);
      if (this.#text !== '') this.show(this.#text);
      return answer;
    };
    stream.write = wrapped;
    return () => {
      // Somebody may have wrapped it once more: then it stays, and with no line to show it passes everything on.
      if (stream.write === wrapped) stream.write = original;
    };
  }
}

function endsLine(chunk: unknown, before: boolean): boolean {
  if (typeof chunk === 'string') return chunk === '' ? before : chunk.endsWith('\n');
  return chunk instanceof Uint8Array && chunk.length > 0 ? chunk.at(-1) === 0x0a : before;
}
