import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { controllerDuties } from '../../domain/case/duties/controllers.ts';
import { renderReminder } from '../../templates/reminder.ts';
import { openCase } from '../domain/case/case-book.ts';

describe('renderReminder', () => {
  it('R-33-2 names once, for a hundred controllers, the command that tells all, and the one for a word of mouth', () => {
    const book = openCase({ role: 'processor' });
    for (let number = 1; number <= 100; number += 1)
      book.say('handler', 'controller.add', { controllerId: `client-${number}` }, { words: ['name'] });
    const { facts } = book;
    const duties = controllerDuties(facts);
    assert.equal(duties.length, 100);
    for (const locale of ['en', 'es', 'fr']) {
      const { text, subject } = renderReminder({ facts, duties, now: new Date('2026-03-11T09:00:00Z'), locale });
      const commands = text.split('\n').filter((line) => line.includes('tocsin controller'));
      assert.deepEqual(
        commands.map((line) => line.trim()),
        [`tocsin controller tell ${facts.caseId} --all`, `tocsin controller told ${facts.caseId} …`],
      );
      assert.match(subject, /\(\+99\)$/);
    }
  });
});
