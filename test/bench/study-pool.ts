import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Study, StudyResult } from './study.ts';

/** On Node 20 a thread does not take over the loader of TypeScript: it has to ask for it before its first module. */
const entry = `import('tsx/esm/api').then(({ register }) => { register(); return import(${JSON.stringify(new URL('study-worker.ts', import.meta.url).href)}); });`;

/** Runs studies in worker threads and gives each result as soon as it is there; the first failure ends it. */
export async function runStudies(
  studies: readonly Study[],
  workers: number,
  done: (result: StudyResult) => void,
): Promise<void> {
  const queue = [...studies].reverse();
  const work = async (): Promise<void> => {
    const worker = new Worker(entry, { eval: true });
    try {
      for (let study = queue.pop(); study !== undefined; study = queue.pop()) {
        worker.postMessage(study);
        const [answer] = (await once(worker, 'message')) as [{ result?: StudyResult; error?: string }];
        if (answer.result === undefined) throw new Error(answer.error);
        done(answer.result);
      }
    } catch (error) {
      queue.length = 0;
      throw error;
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: Math.min(workers, studies.length) }, work));
}
