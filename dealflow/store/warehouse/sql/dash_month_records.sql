-- Which engagements came to the last committee in a month, or were declined in it? By the calendar of Korea, as dash_months
-- counts them: of several arrivals the first, of several declines the last.
with mine as (
    select * from charted_engagement($owner, $track, null, null)
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
select engagement_id
from (select * from decided union all select * from declined)
where
    what = $what and strftime(done_on, '%Y-%m') = $month
    and ($since is null or done_on >= cast($since as date)) and ($until is null or done_on <= cast($until as date))
order by done_on desc, engagement_id;
