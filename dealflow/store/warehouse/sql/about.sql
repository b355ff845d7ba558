-- What is this snapshot? Up to which event of the journal, and for which organisation (null: everything).
create table about as
select
    cast($position as bigint) as position, cast($hash as varchar) as hash, cast($ts as timestamp) as ts,
    cast($reader as varchar) as reader;
