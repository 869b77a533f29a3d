import * as z from 'zod';
import { parseOptions } from '../parse-options.ts';
import type { JournalOptions } from './journal.ts';

/** The schema of what all journals take. */
export const journalOptions = z.strictObject({
  verify: z.boolean({ error: 'expected true or false' }).default(false),
  onMismatch: z.enum(['error', 'learn'], { error: "expected 'error' or 'learn'" }).default('error'),
});

/** @throws TuningError `InvalidConfig`, naming the option and its value. */
export function readJournalOptions(call: string, options: JournalOptions): Required<JournalOptions> {
  return parseOptions(call, journalOptions, options);
}
