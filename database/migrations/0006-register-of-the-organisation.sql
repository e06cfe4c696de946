-- A filing says of each value which entry it comes from, those about the organisation and its people included: found
-- without reading the entries of every case.

create index register_entry_of_organisation on register_entry (organisation_id, seq) where case_id is null;
