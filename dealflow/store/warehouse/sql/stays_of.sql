-- Which stays have these engagements had, oldest first?
select * from stage_interval where engagement_id in (select unnest($ids)) order by engagement_id, seq;
