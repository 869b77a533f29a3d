import { float, space } from '../../src/space/index.ts';

/** What the study of `killed-program.ts` searches. */
export const killedNet = space({ x: float(0, 1), y: float(0, 1) });
