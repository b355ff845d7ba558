-- How many stays at each stage lasted how many days, and how many of those go on? Of engagements opened in the period.
select
    i.stage, greatest(0, coalesce(korean_day(i.left_at), cast($on as date)) - korean_day(i.entered_at)) as days,
    i.left_at is not null as ended, count(*) as times
from stage_interval as i
semi join charted_engagement($owner, $track, $since, $until) as e on e.engagement_id = i.engagement_id
where list_contains($stages, i.stage)
group by i.stage, days, ended
order by i.stage, days, ended;
