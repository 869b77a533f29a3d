import { parentPort } from 'node:worker_threads';
import { runStudy, type Study } from './study.ts';

parentPort?.on('message', (study: Study) => {
  void runStudy(study).then(
    (result) => parentPort?.postMessage({ result }),
    (error: unknown) =>
      parentPort?.postMessage({
        error: `${JSON.stringify(study)}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      }),
  );
});
