/** Keyword search attributes that our workflows carry; a server without them refuses to start such a workflow. */
export const SEARCH_ATTRIBUTES = ['SztafetaWorkspace', 'SztafetaIntegration', 'SztafetaPlatform', 'SztafetaRunKind'] as const;
