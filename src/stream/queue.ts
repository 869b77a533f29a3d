interface Node<T> {
  readonly item: T;
  next: Node<T> | undefined;
}

/** First in, first out, in constant time: `Array.prototype.shift` moves all that is left, which is slow beyond some ten thousand. */
export class Queue<T> {
  #first: Node<T> | undefined;
  #last: Node<T> | undefined;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  push(item: T): void {
    const node = { item, next: undefined };
    if (this.#last === undefined) this.#first = node;
    else this.#last.next = node;
    this.#last = node;
    this.#size++;
  }

  shift(): T | undefined {
    const node = this.#first;
    if (node === undefined) return undefined;
    this.#first = node.next;
    if (node.next === undefined) this.#last = undefined;
    this.#size--;
    return node.item;
  }
}
