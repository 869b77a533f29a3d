import { shown } from '../errors.ts';
import type { Leaf, Option, Parameter } from './dimension.ts';
import { NumericDimension } from './numeric.ts';
import { OptionsDimension } from './options.ts';

/** Every parameter by its name, in words that differ where what may be tried differs: `float from 0.001 to 1, log`. */
export function describeParameters(parameters: readonly Parameter[]): Record<string, string> {
  return Object.fromEntries(
    parameters.map(({ name, leaf, conditions }) => {
      const when = conditions.map(({ parent, cells }) => {
        const gate = parameters[parent];
        const values = [...cells].sort((a, b) => a - b).map((cell) => valueOf(gate, cell));
        return `${gate?.name ?? ''} is ${values.join(' or ')}`;
      });
      return [name, `${wordsOf(leaf)}${when.length === 0 ? '' : ` when ${when.join(' and ')}`}`];
    }),
  );
}

function wordsOf(leaf: Leaf): string {
  if (isNumeric(leaf)) {
    const { kind, low, high, scale, step } = leaf;
    const steps = step === undefined || (kind === 'int' && step === 1) ? '' : ` in steps of ${step}`;
    return `${kind} from ${low} to ${high}${steps}${scale === 'log' ? ', log' : ''}`;
  }
  if (hasOptions(leaf)) {
    const { kind, options, weights } = leaf;
    const even = weights.every((weight) => Math.abs(weight * options.length - 1) < 1e-9);
    return `${kind} of ${options.map(shown).join(', ')}${even ? '' : ` weighted ${weights.join(', ')}`}`;
  }
  return leaf.kind;
}

// `instanceof` alone gives type parameters of any.
const isNumeric = (leaf: Leaf): leaf is NumericDimension<'float' | 'int'> => leaf instanceof NumericDimension;
const hasOptions = (leaf: Leaf): leaf is OptionsDimension<'choice' | 'ordinal' | 'constant', Option> =>
  leaf instanceof OptionsDimension;

function valueOf(gate: Parameter | undefined, cell: number): string {
  if (gate === undefined) return String(cell);
  const from = gate.leaf.edge(cell);
  return shown(gate.leaf.fromUnit((from + gate.leaf.edge(cell + 1)) / 2));
}
