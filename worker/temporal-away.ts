import { EXIT, Refusal } from '../domain/refusal.ts';

/** A failed call to Temporal as a refusal; refusals pass unchanged. */
export function temporalAway(error: unknown, address: string | undefined): Refusal {
  if (error instanceof Refusal) return error;
  const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '').slice(0, 160) : String(error);
  const details = {
    code: 'TEMPORAL_AWAY',
    message: `Cannot reach the Temporal server at '${address ?? '?'}': ${reason}`,
    next: 'Run npm start, or check TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE and the server',
  };
  return Object.assign(new Refusal(details, EXIT.serviceAway), { cause: error });
}
