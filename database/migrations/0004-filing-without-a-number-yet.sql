-- A filing sent by mail has no registry number until the authority answers, which may take days (Art. 33(4)).

alter table filing alter column registry_number drop not null;
