import { choice, float, int, list, ordinal, type Params, space, type TrialContext } from 'rxtune';
import { type Mlp, train } from './mlp.ts';
import { digits } from './mnist-data.ts';

/** What may be tried for a network that reads digits. */
export const net = space({
  learningRate: float(1e-3, 1, { scale: 'log' }),
  units: list(int(8, 64, { scale: 'log' }), 1, 2),
  activation: choice(['relu', 'tanh']),
  batchSize: ordinal([8, 16, 32, 64]),
  momentum: float(0, 0.95),
  initialScale: float(0.1, 3, { scale: 'log' }),
});

type Net = Params<typeof net>;

/** How many times a trial sees all its images, unless it is given up before. */
export const epochs = 8;

export const training = digits(0, 200);
export const validation = digits(200, 100);
const test = digits(300, 100);

/** An objective: trains a network and yields its accuracy on other digits after each epoch, of which the last is the score. */
export function accuracies(seed: number) {
  return async function* (
    params: Net,
    { signal }: Pick<TrialContext, 'signal'>,
  ): AsyncGenerator<number, void> {
    for await (const network of train(params, training, { epochs, seed, signal })) {
      yield network.accuracy(validation);
    }
  };
}

/** The accuracy on digits that no trial has seen: the same parameters and seed make the same network once more. */
export async function testAccuracy(params: Net, seed: number): Promise<{ accuracy: number; images: number }> {
  let network: Mlp | undefined;
  for await (network of train(params, training, { epochs, seed }));
  return { accuracy: network?.accuracy(test) ?? NaN, images: test.count };
}
