-- A person whom the list tells apart by an id of its own is keyed by address and id; this finds them by address alone, for
-- requests for access (Art. 15). Null where the key of the person is already that of the address.

alter table recipient add column address_key text;
create index recipient_of_address on recipient (address_key) where address_key is not null;
