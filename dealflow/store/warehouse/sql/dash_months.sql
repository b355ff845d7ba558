-- How many engagements were opened in each month, how many came to the last committee, how many were declined?
-- By the calendar of Korea, whatever was done between $since and $until. What was taken back does not count.
select date_trunc('month', done_on)::date as month, what, count(*) as times
from (
    select engagement_id, opened_on as done_on, 'opened' as what from charted_engagement($owner, $track, null, null)
    union all
    select * from settled_engagement($owner, $track, $stages, $committee)
)
where
    ($since is null or done_on >= cast($since as date)) and ($until is null or done_on <= cast($until as date))
group by month, what
order by month, what;
