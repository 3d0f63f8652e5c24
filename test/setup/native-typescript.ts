import { registerHooks } from 'node:module';

/**
 * Jest runs its global setup outside its own transform, so Node strips the types itself; our imports end in ".js" and name
 * files that are ".ts" here. Installed once a process.
 */
registerHooks({
  resolve: (specifier, context, next) => {
    const ours = context.parentURL?.endsWith('.ts') === true && specifier.startsWith('.') && specifier.endsWith('.js');
    return next(ours ? specifier.replace(/\.js$/, '.ts') : specifier, context);
  },
});
