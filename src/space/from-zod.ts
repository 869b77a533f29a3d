import * as z from 'zod';
import { Space } from './space.ts';
import { refused, ZodReader } from './zod-reader.ts';

/** A schema that describes an object. */
export type ZodObjectLike = z.core.$ZodType<Readonly<Record<string, unknown>>>;

/**
 * The space of a zod 4 object: what its schema accepts is what may be tried, and its output is the type of candidates.
 *
 * | zod | here |
 * |---|---|
 * | `z.number()` with both bounds; `z.int()`; `.multipleOf(…)` | `float`, `int`, `step` (multiples of it, counted from 0) |
 * | `.meta({ scale: 'log' })` on a number | a log scale |
 * | `z.enum`, `z.literal`, `z.boolean`, unions of them, `.nullable()` of them | `choice`; a single value is a `constant` |
 * | `.meta({ ordinal: true })` on one of those | `ordinal` |
 * | `z.discriminatedUnion` | `variant` |
 * | `z.object` in it | a space in the space |
 * | `z.array` with `.max(…)` or `.length(…)` | `list` |
 * | `.refine` and its like, anywhere | a constraint, with the refinement's own message |
 * | `.default(x)` on a text or an unbounded number | `constant(x)`: what cannot be sampled stays at its default |
 *
 * A parameter that can be sampled is sampled, whether it has a default or not. `.readonly()`, `.brand()` and `.describe()` change nothing. Candidates have
 * exactly the schema's keys; unlike `z.object`, `parse` refuses others.
 *
 * @throws TuningError `InvalidSpace`, naming the path, for what cannot be sampled: optional parameters, transforms, numbers without bounds, texts, dates,
 * records and the like; the message says what to write instead.
 *
 * @example
 * ```ts
 * import { fromZod } from 'rxtune';
 * import * as z from 'zod';
 *
 * const net = fromZod(
 *   z.object({
 *     lr: z.number().min(1e-5).max(1e-1).meta({ scale: 'log' }),
 *     layers: z.int().min(1).max(4),
 *     optimizer: z.discriminatedUnion('kind', [
 *       z.object({ kind: z.literal('sgd'), momentum: z.number().min(0).max(1) }),
 *       z.object({ kind: z.literal('adam') }),
 *     ]),
 *     run: z.string().default('baseline'),
 *   }),
 * );
 * net.parse({ lr: 0.01, layers: 2, optimizer: { kind: 'adam' }, run: 'baseline' });
 * ```
 */
export function fromZod<const S extends ZodObjectLike>(schema: S): Space<z.output<S>> {
  const reader = new ZodReader();
  const dimension = reader.read(schema, '');
  if (!(dimension instanceof Space))
    throw refused('', 'expected an object; put this schema into z.object({ … })');
  // Read off the schema, the space decodes to what the schema puts out.
  const whole = dimension as Space<z.output<S>>;
  if (!reader.refined) return whole;
  const issues = (params: unknown): z.core.$ZodIssue[] => z.safeParse(schema, params).error?.issues ?? [];
  refuseAsync(() => issues(whole.decode(whole.parameters.map(() => 0.5))));
  return whole.where(
    (params) => issues(params).length === 0,
    (params) => issues(params)[0]?.message ?? 'the schema refuses it',
  );
}

/** A refinement that answers later would fail in the middle of a study. */
function refuseAsync(refine: () => void): void {
  try {
    refine();
  } catch (error) {
    if (error instanceof z.core.$ZodAsyncError)
      throw refused('', 'a refinement is asynchronous; it must answer at once');
    throw error;
  }
}
