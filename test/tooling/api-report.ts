import { CompilerState, Extractor, ExtractorConfig, ExtractorLogLevel } from '@microsoft/api-extractor';
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';

/** Compares the public surface of each entry point with its report under docs/api; `--update` writes the reports. */
const update = process.argv.includes('--update');
const entries = ['index', 'samplers', 'node', 'testing'];

const configs = entries.map((entry) =>
  ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: resolve('package.json'),
    configObject: {
      projectFolder: resolve('.'),
      mainEntryPointFilePath: resolve('dist', entry === 'index' ? '' : entry, 'index.d.ts'),
      compiler: { tsconfigFilePath: resolve('src/tsconfig.json') },
      newlineKind: 'lf',
      apiReport: {
        enabled: true,
        reportFileName: entry,
        includeForgottenExports: true,
        reportFolder: resolve('docs/api'),
        reportTempFolder: resolve('node_modules/.cache/api'),
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.Error } },
        extractorMessageReporting: {
          default: { logLevel: ExtractorLogLevel.Error },
          'ae-missing-release-tag': { logLevel: ExtractorLogLevel.None },
          // The reports hold the forgotten exports; typedoc asks for documentation and for whole links.
          'ae-forgotten-export': { logLevel: ExtractorLogLevel.None },
          'ae-unresolved-link': { logLevel: ExtractorLogLevel.None },
          'ae-internal-missing-underscore': { logLevel: ExtractorLogLevel.None },
          'ae-undocumented': { logLevel: ExtractorLogLevel.None },
        },
        tsdocMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
      },
    },
  }),
);

const [first, ...rest] = configs;
if (first === undefined) throw new Error('no entry point');
// One program for all reports: making it is most of the work.
const compilerState = CompilerState.create(first, {
  additionalEntryPoints: rest.map((config) => config.mainEntryPointFilePath),
});
mkdirSync('docs/api', { recursive: true });
for (const [index, config] of configs.entries()) {
  const result = Extractor.invoke(config, { compilerState, localBuild: update });
  if (!result.succeeded) process.exitCode = 1;
  if (!update && result.apiReportChanged) {
    console.error(`docs/api/${entries[index]}.api.md differs; if the change is meant, run: npm run api`);
  }
}
