-- Duties to report beside the GDPR depend on what an organisation is: regimes it is under, and clauses of contracts.

alter table organisation add column profile jsonb not null default '{"regimes": {}, "clauses": []}';
