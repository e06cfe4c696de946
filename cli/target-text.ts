import type { NotifyTarget } from '../desk/notify-target.ts';
import { showInstant } from '../domain/clocks/show-time.ts';

/** Our own target in one line, named as such; empty where there is none. */
export const notifyTargetText = (target: NotifyTarget | null, zone: string): string =>
  target === null
    ? ''
    : `Our own target for notifying: ${showInstant(target.at, zone)}, ${target.hours} h from ${target.from}; not a date of the law`;
