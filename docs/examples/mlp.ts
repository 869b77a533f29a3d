import { setImmediate } from 'node:timers/promises';
import alea from 'seedrandom/lib/alea.js';
import { type Digits, PIXELS } from './mnist-data.ts';

/** How a network is built and trained. */
export interface MlpParams {
  /** The widths of the hidden layers. */
  readonly units: readonly number[];
  readonly activation: 'relu' | 'tanh';
  /** The spread of the initial weights, relative to one over the square root of the number of inputs. */
  readonly initialScale: number;
  readonly learningRate: number;
  readonly momentum: number;
  /** Images for each step of gradient descent. */
  readonly batchSize: number;
}

const CLASSES = 10;
/** Images between two rests, in which other trials and Ctrl-C get their turn. */
const REST = 200;

/**
 * Trains a network by stochastic gradient descent, and yields it after each epoch.
 *
 * The same seed gives the same network. It yields the one network again and again, better each time.
 */
export async function* train(
  params: MlpParams,
  data: Digits,
  { epochs, seed, signal }: { epochs: number; seed: number; signal?: AbortSignal },
): AsyncGenerator<Mlp> {
  const random = alea(`${seed}`).double;
  const network = new Mlp(params, random);
  const order = Uint32Array.from({ length: data.count }, (_, i) => i);
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, random);
    for (let start = 0, rested = 0; start < data.count; start += params.batchSize) {
      network.step(data, order.subarray(start, start + params.batchSize));
      if (start - rested < REST) continue;
      rested = start;
      await setImmediate();
      signal?.throwIfAborted();
    }
    yield network;
  }
}

/** A multilayer perceptron: dense layers, softmax at the end, cross-entropy as the loss. */
export class Mlp {
  readonly #layers: Layer[] = [];
  readonly #params: MlpParams;

  constructor(params: MlpParams, random: () => number) {
    this.#params = params;
    const sizes = [PIXELS, ...params.units, CLASSES];
    for (let i = 1; i < sizes.length; i++) {
      this.#layers.push(new Layer(sizes[i - 1]!, sizes[i]!, params.initialScale, random));
    }
  }

  /** One step of gradient descent on the images at some places. */
  step(data: Digits, places: Uint32Array): void {
    for (const place of places) {
      const probabilities = this.#forward(image(data, place));
      // The gradient of cross-entropy after softmax is the probabilities less the truth.
      const output = this.#layers.at(-1)!;
      output.delta.set(probabilities);
      output.delta[data.labels[place]!]! -= 1;
      for (let i = this.#layers.length - 1; i >= 0; i--) {
        this.#layers[i]!.backward(this.#layers[i - 1], this.#params.activation);
      }
    }
    const { learningRate, momentum } = this.#params;
    for (const layer of this.#layers) layer.descend(learningRate / places.length, momentum);
  }

  /** The share of images that are recognised. */
  accuracy(data: Digits): number {
    let right = 0;
    for (let i = 0; i < data.count; i++) {
      const probabilities = this.#forward(image(data, i));
      if (probabilities.indexOf(Math.max(...probabilities)) === data.labels[i]) right++;
    }
    return right / data.count;
  }

  #forward(pixels: Float32Array): Float32Array {
    let signals = pixels;
    for (const layer of this.#layers) {
      const last = layer === this.#layers.at(-1);
      signals = layer.forward(signals, last ? 'softmax' : this.#params.activation);
    }
    return signals;
  }
}

/** A dense layer: its weights, their gradients and velocities, and what passed through it last. */
class Layer {
  /** All weights that leave one input stand together: an input of 0, as most pixels are, is passed over. The biases come last. */
  readonly #weights: Float32Array;
  readonly #gradient: Float32Array;
  readonly #velocity: Float32Array;
  readonly #bias: number;
  #input: Float32Array = new Float32Array();
  readonly output: Float32Array;
  /** The gradient of the loss with respect to what went into the activation. */
  readonly delta: Float32Array;

  constructor(inputs: number, outputs: number, scale: number, random: () => number) {
    this.#bias = inputs * outputs;
    const size = this.#bias + outputs;
    // Uniform from -√3 to √3 has a variance of 1.
    const spread = (scale * Math.sqrt(3)) / Math.sqrt(inputs);
    this.#weights = Float32Array.from({ length: size }, (_, i) =>
      i < this.#bias ? spread * (2 * random() - 1) : 0,
    );
    this.#gradient = new Float32Array(size);
    this.#velocity = new Float32Array(size);
    this.output = new Float32Array(outputs);
    this.delta = new Float32Array(outputs);
  }

  forward(input: Float32Array, activation: 'relu' | 'tanh' | 'softmax'): Float32Array {
    const output = this.output;
    const weights = this.#weights;
    this.#input = input;
    output.set(weights.subarray(this.#bias));
    for (let i = 0, w = 0; i < input.length; i++, w += output.length) {
      const x = input[i]!;
      if (x === 0) continue;
      for (let j = 0; j < output.length; j++) output[j]! += x * weights[w + j]!;
    }
    if (activation === 'softmax') softmax(output);
    else if (activation === 'relu')
      for (let j = 0; j < output.length; j++) output[j] = Math.max(0, output[j]!);
    else for (let j = 0; j < output.length; j++) output[j] = Math.tanh(output[j]!);
    return output;
  }

  /** Adds to the gradient of the weights, and passes the error on to the layer before. */
  backward(before: Layer | undefined, activation: 'relu' | 'tanh'): void {
    const delta = this.delta;
    const input = this.#input;
    const gradient = this.#gradient;
    for (let i = 0, w = 0; i < input.length; i++, w += delta.length) {
      const x = input[i]!;
      if (x !== 0) for (let j = 0; j < delta.length; j++) gradient[w + j]! += x * delta[j]!;
      if (before !== undefined) before.delta[i] = slope(x, activation) * this.#error(w);
    }
    for (let j = 0; j < delta.length; j++) gradient[this.#bias + j]! += delta[j]!;
  }

  /** How much the loss depends on the input whose weights begin at a place. */
  #error(w: number): number {
    let error = 0;
    for (let j = 0; j < this.delta.length; j++) error += this.#weights[w + j]! * this.delta[j]!;
    return error;
  }

  /** Moves the weights down the gradient, with momentum, and forgets the gradient. */
  descend(rate: number, momentum: number): void {
    const weights = this.#weights;
    const velocity = this.#velocity;
    const gradient = this.#gradient;
    for (let w = 0; w < weights.length; w++) {
      velocity[w] = momentum * velocity[w]! - rate * gradient[w]!;
      weights[w]! += velocity[w]!;
    }
    gradient.fill(0);
  }
}

/** The derivative of an activation, told from its result. */
function slope(y: number, activation: 'relu' | 'tanh'): number {
  if (activation === 'tanh') return 1 - y * y;
  return y > 0 ? 1 : 0;
}

function softmax(values: Float32Array): void {
  const greatest = Math.max(...values);
  let sum = 0;
  for (let j = 0; j < values.length; j++) sum += values[j] = Math.exp(values[j]! - greatest);
  for (let j = 0; j < values.length; j++) values[j]! /= sum;
}

function image({ pixels }: Digits, place: number): Float32Array {
  return pixels.subarray(place * PIXELS, (place + 1) * PIXELS);
}

function shuffle(order: Uint32Array, random: () => number): void {
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
}
