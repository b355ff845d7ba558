-- Which engagements came to the last committee in a month, or were declined in it, as dash_months counts them?
select engagement_id
from settled_engagement($owner, $track, $stages, $committee)
where
    what = $what and strftime(done_on, '%Y-%m') = $month
    and ($since is null or done_on >= cast($since as date)) and ($until is null or done_on <= cast($until as date))
order by done_on desc, engagement_id;
