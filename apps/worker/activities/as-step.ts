import { Context } from '@temporalio/activity';
import { CancelledFailure } from '@temporalio/common';
import { isFailure } from '#libs/domain/failure.js';
import { toApplicationFailure, workerShutdown } from './application-failure.js';

/** A heartbeat carries nothing: the cursor is in the database. It shows life, and brings back a cancellation. */
const BEAT_MS = 2_000;

export type StepLogger = { error(fields: object, message: string): void };

/** What a step gets beside its input. */
export type StepTools = { readonly signal: AbortSignal; readonly onBeat: () => void };

function cancellation(signal: AbortSignal): Error | null {
  if (!signal.aborted) return null;
  const reason: unknown = signal.reason;
  if (!(reason instanceof CancelledFailure)) return new CancelledFailure('cancelled');
  return reason.message === 'WORKER_SHUTDOWN' ? workerShutdown() : reason;
}

/** Makes a step of a plain function: beats, can be cancelled, and fails in words a history may keep. */
export function asStep<Input, Output>(logger: StepLogger, work: (input: Input, tools: StepTools) => Promise<Output>): (input: Input) => Promise<Output> {
  return async (input) => {
    const context = Context.current();
    const onBeat = (): void => context.heartbeat();
    const timer = setInterval(onBeat, BEAT_MS);
    try {
      return await work(input, { signal: context.cancellationSignal, onBeat });
    } catch (error) {
      const cancelled = cancellation(context.cancellationSignal);
      if (cancelled !== null) throw cancelled;
      const failure = toApplicationFailure(error);
      if (!isFailure(error)) logger.error({ step: context.info.activityType, attempt: context.info.attempt, type: failure.type, err: error }, 'step failed');
      throw failure;
    } finally {
      clearInterval(timer);
    }
  };
}
