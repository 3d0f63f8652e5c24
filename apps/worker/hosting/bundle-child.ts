import { bundleWorkflows } from './workflow-bundle.js';

/** A process of its own: the bundler takes hundreds of megabytes that a worker would keep for ever. */
const bundle = await bundleWorkflows();
process.send?.(bundle, () => process.disconnect());
