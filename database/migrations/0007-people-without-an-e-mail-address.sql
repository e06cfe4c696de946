-- People without an e-mail address are on the list too (Art. 34(1)): told by a letter, or by public communication only.

alter table recipient drop constraint recipient_channel_check;
alter table recipient add constraint recipient_channel_check check (channel in ('email', 'post', 'none'));
