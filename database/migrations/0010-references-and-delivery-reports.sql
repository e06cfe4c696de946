-- Every notice carries a reference by which the help desk tells a genuine one from phishing, and what other mail servers
-- report back about a notice is kept beside the ledger, whose hashed lines never change after a wave is complete.

-- 60 random bits in Crockford's base 32 and two characters that betray a typing error: XXXX-XXXX-XXXX-CC. It is made of
-- chance alone: nothing of the person is in it, and it stays when the person's row is erased.
create function notice_reference(random uuid) returns text
  language plpgsql immutable strict parallel safe as $$
declare
  digits constant text := '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  hex    constant text := replace(random::text, '-', '');
  bits   constant bigint := ('x' || left(hex, 12) || right(hex, 3))::bit(60)::bigint;
  proof  constant integer := bits % 1021;
begin
  return substr(digits, ((bits >> 55) & 31)::integer + 1, 1) || substr(digits, ((bits >> 50) & 31)::integer + 1, 1)
      || substr(digits, ((bits >> 45) & 31)::integer + 1, 1) || substr(digits, ((bits >> 40) & 31)::integer + 1, 1) || '-'
      || substr(digits, ((bits >> 35) & 31)::integer + 1, 1) || substr(digits, ((bits >> 30) & 31)::integer + 1, 1)
      || substr(digits, ((bits >> 25) & 31)::integer + 1, 1) || substr(digits, ((bits >> 20) & 31)::integer + 1, 1) || '-'
      || substr(digits, ((bits >> 15) & 31)::integer + 1, 1) || substr(digits, ((bits >> 10) & 31)::integer + 1, 1)
      || substr(digits, ((bits >> 5) & 31)::integer + 1, 1) || substr(digits, (bits & 31)::integer + 1, 1) || '-'
      || substr(digits, proof / 32 + 1, 1) || substr(digits, proof % 32 + 1, 1);
end $$;

-- Lines of before have none: their notices were sent without.
alter table notice_delivery add column reference text;
alter table notice_delivery alter column reference set default notice_reference(gen_random_uuid());
create unique index notice_reference_once on notice_delivery (reference);

-- One line for each thing another mail server reported (RFC 3464); no address is kept, the ledger's line is named.
create table notice_report (
  report_sha256 text        not null check (report_sha256 ~ '^[0-9a-f]{64}$'),
  position      integer     not null,
  case_id       text        not null,
  wave          integer     not null,
  recipient_id  uuid        not null,
  action        text        not null check (action in ('failed', 'delayed', 'delivered', 'relayed', 'expanded')),
  status        text        check (status ~ '^[245]\.\d{1,3}\.\d{1,3}$'),
  received_at   timestamptz not null,
  primary key (report_sha256, position)
);
create index notice_report_of_wave on notice_report (case_id, wave, recipient_id);

-- Each file counts once, whatever it was.
create table notice_report_file (
  report_sha256 text        primary key check (report_sha256 ~ '^[0-9a-f]{64}$'),
  verdict       text        not null,
  recorded_at   timestamptz not null default now()
);

grant execute on function notice_reference to tocsin_worker;
grant select, insert on notice_report, notice_report_file to tocsin_importer;
grant select on notice_delivery to tocsin_importer;
grant select on notice_report, notice_report_file to tocsin_desk, tocsin_worker, tocsin_auditor;
