import type { Connection } from '@temporalio/client';
import { EXIT, Refusal } from '../../domain/refusal.ts';
import { SEARCH_ATTRIBUTES } from './search-attributes.ts';

/** Temporal's numbers for the types (temporal.api.enums.v1.IndexedValueType). */
export const TYPE_NUMBER = { Keyword: 2, Bool: 5, Datetime: 6, KeywordList: 7 } as const;
const ALREADY_EXISTS = 6;

/** Which search attributes a namespace lacks. @throws {Refusal} `SEARCH_ATTRIBUTE_TYPE` when one has another type */
export async function missingSearchAttributes(connection: Connection, namespace: string): Promise<string[]> {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  const wrong = Object.entries(SEARCH_ATTRIBUTES).filter(([name, type]) => {
    const found = customAttributes?.[name];
    return found !== undefined && found !== TYPE_NUMBER[type];
  });
  if (wrong.length > 0) throw wrongType(wrong.map(([name, type]) => `${name} (${type})`));
  return Object.keys(SEARCH_ATTRIBUTES).filter((name) => customAttributes?.[name] === undefined);
}

/** Registers the missing search attributes and yields their names. Safe to repeat, also by several at once. */
export async function registerSearchAttributes(connection: Connection, namespace: string): Promise<string[]> {
  const missing = await missingSearchAttributes(connection, namespace);
  const types = Object.entries(SEARCH_ATTRIBUTES).filter(([name]) => missing.includes(name));
  if (missing.length === 0) return [];
  const searchAttributes = Object.fromEntries(types.map(([name, type]) => [name, TYPE_NUMBER[type]]));
  try {
    await connection.operatorService.addSearchAttributes({ namespace, searchAttributes });
  } catch (error) {
    if ((error as { code?: number }).code !== ALREADY_EXISTS) throw error;
  }
  return missing;
}

const wrongType = (names: string[]): Refusal =>
  new Refusal(
    {
      code: 'SEARCH_ATTRIBUTE_TYPE',
      message: `Cannot use the Temporal namespace: search attributes exist with another type than ${names.join(', ')}`,
      next: 'Remove them (temporal operator search-attribute remove) or use another namespace, then run tocsin setup',
    },
    EXIT.data,
  );
