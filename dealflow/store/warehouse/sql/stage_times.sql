-- How long did each chosen engagement stay at each stage, in days of the calendar? Open stays count up to $on.
select
    stage, engagement_id, coalesce(company_name, '') as company_name,
    greatest(0, coalesce(korean_day(left_at), cast($on as date)) - korean_day(entered_at)) as days,
    left_at is null as open
from chosen_stay($owner, $track, $stages, $investor_id, $region, $sector)
where
    ($since is null or korean_day(if($cohort, opened_at, entered_at)) >= cast($since as date))
    and ($until is null or korean_day(if($cohort, opened_at, entered_at)) <= cast($until as date))
order by place, days desc, engagement_id, seq;
