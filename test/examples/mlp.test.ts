import { describe, expect, test } from 'vitest';
import { type Mlp, type MlpParams, train } from '../../docs/examples/mlp.ts';
import { digits, PIXELS } from '../../docs/examples/mnist-data.ts';

const params: MlpParams = {
  units: [16],
  activation: 'relu',
  initialScale: 1,
  learningRate: 0.03,
  momentum: 0.8,
  batchSize: 8,
};
const training = digits(0, 120);
const validation = digits(120, 30);

async function accuracies(more: Partial<MlpParams> = {}, seed = 1): Promise<number[]> {
  const found: number[] = [];
  for await (const network of train({ ...params, ...more }, training, { epochs: 2, seed })) {
    found.push(network.accuracy(validation));
  }
  return found;
}

describe('the digits', () => {
  test('are as many of each, with grey values from 0 to 1', () => {
    expect(training.count).toBe(1200);
    expect(training.pixels).toHaveLength(1200 * PIXELS);
    expect([...training.labels.slice(0, 11)]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0]);
    expect(Math.min(...training.pixels.slice(0, PIXELS))).toBe(0);
    expect(Math.max(...training.pixels.slice(0, PIXELS))).toBeCloseTo(1, 1);
  });

  test('of different places are different', () => {
    const images = (data: typeof training): string[] =>
      Array.from({ length: data.count }, (_, i) => data.pixels.slice(i * PIXELS, (i + 1) * PIXELS).join());
    const known = new Set(images(training));
    expect(images(validation).filter((image) => known.has(image))).toEqual([]);
  });
});

describe('the network', () => {
  test.each<[string, Partial<MlpParams>]>([
    ['relu', {}],
    ['tanh', { activation: 'tanh' }],
    ['two hidden layers', { units: [24, 16] }],
    ['batches of an odd size', { batchSize: 7 }],
  ])('learns: %s', async (_, more) => {
    const [, second = 0] = await accuracies(more);
    expect(second).toBeGreaterThan(0.7);
  });

  test('is the same for the same seed only', async () => {
    const once = await accuracies();
    expect(await accuracies()).toEqual(once);
    expect(await accuracies({}, 2)).not.toEqual(once);
  });

  test('does not learn at a rate that is far too high', async () => {
    const [, last = 1] = await accuracies({ learningRate: 30, momentum: 0.9 });
    expect(last).toBeLessThan(0.3);
  });

  test('learns a single image by heart', async () => {
    const one = { count: 1, pixels: training.pixels.slice(0, PIXELS), labels: training.labels.slice(0, 1) };
    const networks: Mlp[] = [];
    for await (const network of train({ ...params, units: [8, 8] }, one, { epochs: 30, seed: 1 }))
      networks.push(network);
    expect(networks.at(-1)?.accuracy(one)).toBe(1);
  });

  test('rests, so that it can be stopped within an epoch', async () => {
    const stop = new AbortController();
    const epochs = train(params, training, { epochs: 100, seed: 1, signal: stop.signal });
    setTimeout(() => {
      stop.abort();
    });
    const consume = async (): Promise<number> => {
      let count = 0;
      for await (const _ of epochs) count++;
      return count;
    };
    await expect(consume()).rejects.toMatchObject({ name: 'AbortError' });
  });
});
