-- The lines of a wave that nobody has tried yet are claimed by the page: one row changes where two hundred did. A line that
-- no page covers is claimed by itself: what is tried again, what a limit holds back, what a dead sender left.

-- fence, lease_until: of the sender that has the page; null: nobody yet. tried_at: when it was claimed.
create table notice_page (
  case_id     text        not null,
  wave        integer     not null,
  first_id    uuid        not null,
  last_id     uuid        not null,
  fence       bigint,
  lease_until timestamptz,
  tried_at    timestamptz,
  primary key (case_id, wave, first_id),
  constraint notice_page_claim_is_whole check (num_nonnulls(fence, lease_until, tried_at) in (0, 3))
);
-- The few that a sender has at this moment, among thousands.
create index notice_page_in_hand on notice_page (case_id, wave, first_id) where fence is not null;

grant select, insert, update, delete on notice_page to tocsin_worker;
grant select on notice_page to tocsin_desk, tocsin_auditor;

-- As before, and for lines claimed by the page: those were not written when they were claimed.
create or replace function settle_sent(
  of_case text, of_wave integer, of_fence bigint, answer text, enhanced_answer text, people uuid[], times timestamptz[]
) returns integer
  language plpgsql set plan_cache_mode = force_generic_plan set search_path = public, pg_temp as $$
declare
  settled integer;
begin
  update notice_delivery d
     set state = 'sent', sent_at = s.sent_at, code = answer, enhanced_code = enhanced_answer, lease_until = null,
         fence = of_fence, attempt = d.attempt + (d.fence is null)::integer,
         first_tried_at = coalesce(d.first_tried_at, s.sent_at)
    from unnest(people, times) as s (recipient_id, sent_at)
   where d.case_id = of_case and d.wave = of_wave and d.recipient_id = s.recipient_id
     and (d.fence = of_fence and d.state = 'claimed' or d.fence is null and d.state = 'waiting');
  get diagnostics settled = row_count;
  return settled;
end $$;

-- A worker of an older version knows no pages and would take their lines a second time: it must not claim any more.
alter sequence notice_fence rename to notice_claim_fence;
