export { buildPruner, type PrunerConfig, prunerConfig } from './build-pruner.ts';
export { buildSpace, type DimensionConfig, type SpaceConfig, spaceConfig } from './build-space.ts';
export { buildTuner, type TunerConfig, tunerConfig } from './build-tuner.ts';
