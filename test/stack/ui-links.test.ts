import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { boardLinks, workflowLink } from '../../cli/stack/ui-links.ts';

describe('links to the Temporal UI', () => {
  it('write the slash of a campaign as %2F, without which the page is not found', () =>
    assert.equal(
      workflowLink('http://127.0.0.1:8233', 'default', 'breach-2026-0042/people/1').url,
      'http://127.0.0.1:8233/namespaces/default/workflows/breach-2026-0042%2Fpeople%2F1',
    ));

  it('open the five boards as saved views', () => {
    const links = boardLinks('http://ui', 'a b', new Date('2026-11-22T10:00:00Z'));
    assert.deepEqual(
      links.map(({ name }) => name),
      ['due in 24 h', 'overdue', 'suspected or aware', 'drills', 'failures'],
    );
    const [due] = links.map(({ url }) => new URL(url));
    assert.equal(due?.pathname, '/namespaces/a%20b/workflows');
    assert.equal(
      due?.searchParams.get('query'),
      'BreachNextDueAt<="2026-11-23T10:00:00.000Z" AND ExecutionStatus="Running"',
    );
    assert.equal(due?.searchParams.get('savedQuery'), 'due in 24 h');
  });
});
