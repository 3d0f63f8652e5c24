import { z } from 'zod';

export const createWorkspaceBody = z.strictObject({ name: z.string().trim().min(1).max(100) });
export type CreateWorkspace = z.infer<typeof createWorkspaceBody>;

export const workspaceView = z.object({ id: z.string(), name: z.string(), createdAt: z.iso.datetime(), current: z.boolean().meta({ description: 'The workspace of the key in use' }) });
export type WorkspaceView = z.infer<typeof workspaceView>;

export const createdWorkspaceView = workspaceView.extend({
  adminKey: z.string().nullable().meta({ description: 'First admin key of the new workspace; shown once, in this answer' }),
});
export type CreatedWorkspace = z.infer<typeof createdWorkspaceView>;
