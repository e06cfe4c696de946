-- Who gets which notice of a wave is worked out in one place, for the plan people look at and for the start alike:
-- nobody gets the same notice twice, and whoever was told something else before gets a correction (Art. 34(1), 5(1)(d)).

alter table notice_delivery add column correction text not null default 'none'
  check (correction in ('none', 'nowConcerned', 'noLongerConcerned'));

-- One row for every person of the lists. A person in several lists gets the notice that concerns them most.
--   told       what the newest notice that was sent, or may have arrived, said to them; null: nothing yet
--   known      an earlier or other wave has a line for them, whatever became of it
--   open       another wave has a notice for them that is not settled yet
--   state      as their line begins: waiting, suppressed (told already), refused (no e-mail: another channel)
create function notice_plan(of_case text, of_wave integer, lists uuid[])
  returns table (recipient_id uuid, person_key text, locale text, audience text, told text, known boolean,
                 open boolean, correction text, state text, code text)
  language sql stable as $$
  with concern (audience, rank) as (values ('affected', 1), ('possiblyAffected', 2), ('notAffected', 3)),
  person as (
    select distinct on (r.person_key) r.recipient_id, r.person_key, r.locale, r.channel, l.audience
      from recipient r join recipient_import l using (import_id) join concern c using (audience)
     where import_id = any (lists)
     order by r.person_key, c.rank, r.recipient_id),
  elsewhere as (
    select d.person_key, bool_or(d.state in ('waiting', 'claimed')) as open,
           (array_agg(d.audience order by coalesce(d.sent_at, d.first_tried_at) desc, d.wave desc)
              filter (where d.state in ('sent', 'unknown-held')))[1] as told
      from notice_delivery d
     where d.case_id = of_case and d.wave <> of_wave
     group by d.person_key),
  judged as (
    select p.*, e.told, e.person_key is not null as known, coalesce(e.open, false) as open,
           case when e.told = 'notAffected' and p.audience <> 'notAffected' then 'nowConcerned'
                when e.told <> 'notAffected' and p.audience = 'notAffected' then 'noLongerConcerned'
                else 'none' end as correction,
           coalesce(e.told = p.audience or (e.told = 'affected' and p.audience = 'possiblyAffected'), false) as again
      from person p left join elsewhere e using (person_key))
  select j.recipient_id, j.person_key, j.locale, j.audience, j.told, j.known, j.open, j.correction,
         case when j.again then 'suppressed' when j.channel <> 'email' then 'refused' else 'waiting' end,
         case when j.again then 'ALREADY_TOLD' when j.channel <> 'email' then 'NO_EMAIL' end
    from judged j
$$;

revoke execute on function notice_plan(text, integer, uuid[]) from public;
grant execute on function notice_plan(text, integer, uuid[]) to tocsin_worker, tocsin_desk;
