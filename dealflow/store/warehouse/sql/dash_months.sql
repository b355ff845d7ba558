-- How many engagements were opened in each month, how many came to the last committee, how many were declined?
-- By the calendar of Korea, whatever was done between $since and $until. What was taken back does not count.
with mine as (
    select * from charted_engagement($owner, $track, null, null)
),
opened as (
    select engagement_id, opened_on as done_on, 'opened' as what from mine
),
decided as (
    select i.engagement_id, min(korean_day(i.entered_at)) as done_on, 'decided' as what
    from stage_interval as i
    semi join mine as m on m.engagement_id = i.engagement_id
    where list_position($stages, i.stage) >= $committee
    group by i.engagement_id
),
declined as (
    select s.engagement_id, max(korean_day(s.ts)) as done_on, 'declined' as what
    from status_change as s
    inner join mine as m on m.engagement_id = s.engagement_id
    where not m.is_open and s.to_status in ('passed', 'withdrawn')
    group by s.engagement_id
)
select date_trunc('month', done_on)::date as month, what, count(*) as times
from (select * from opened union all select * from decided union all select * from declined)
where
    ($since is null or done_on >= cast($since as date)) and ($until is null or done_on <= cast($until as date))
group by month, what
order by month, what;
