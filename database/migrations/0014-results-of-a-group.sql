-- Results are recorded a dozen at a time, thousands of times a minute. Planned anew each time, the statement cost twice what
-- its work does; within this function its plan is made once a connection.

create function settle_sent(
  of_case text, of_wave integer, of_fence bigint, answer text, enhanced_answer text, people uuid[], times timestamptz[]
) returns integer
  language plpgsql set plan_cache_mode = force_generic_plan set search_path = public, pg_temp as $$
declare
  settled integer;
begin
  update notice_delivery d
     set state = 'sent', sent_at = s.sent_at, code = answer, enhanced_code = enhanced_answer, lease_until = null
    from unnest(people, times) as s (recipient_id, sent_at)
   where d.case_id = of_case and d.wave = of_wave and d.recipient_id = s.recipient_id
     and d.fence = of_fence and d.state = 'claimed';
  get diagnostics settled = row_count;
  return settled;
end $$;
revoke all on function settle_sent(text, integer, bigint, text, text, uuid[], timestamptz[]) from public;
grant execute on function settle_sent(text, integer, bigint, text, text, uuid[], timestamptz[]) to tocsin_worker;
