-- Which tables are written to? All but the mark, which stays.
select schema_name || '.' || table_name from duckdb_tables() where table_name <> 'mark' and not internal order by 1;
