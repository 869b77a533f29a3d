export { budgetSamplerContract, type MakeBudgetSampler } from './budget-sampler-contract.ts';
export type { ContractCase } from './contract.ts';
export { marbles } from './marbles.ts';
export { prunerContract } from './pruner-contract.ts';
export {
  type MakeSampler,
  type SamplerContractOptions,
  type SamplerSetting,
  samplerContract,
} from './sampler-contract.ts';
export {
  type ContractTrial,
  type TrackerContractOptions,
  type TrackerUnderTest,
  trackerContract,
} from './tracker-contract.ts';
