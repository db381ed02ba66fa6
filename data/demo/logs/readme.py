"""What the demo folder says about itself."""

README = """\
Fable & Finch: an invented agency
=================================

Everything in this folder is made up by a simulator: the agency, its clients, its people, its
prompts, its prices for credits, every request and every verdict. Names of models and the shapes of
the records are those of the real providers; no request was ever sent to any of them, and what lies
in `media` is drawn by the simulator. Do not quote these figures as anybody's.

Six clients, fourteen projects, three teams in Berlin, stills and films.

  gemini/exchanges.jsonl         recorded HTTP exchanges with Google's image models
  replicate/predictions.jsonl    Replicate predictions, several polls of one id
  fal/webhooks.jsonl             fal webhooks as the receiving endpoint kept them
  ark/tasks.jsonl                BytePlus Seedance tasks and Seedream answers
  litellm/spend_logs.jsonl       spend rows of the gateway; part of the Gemini calls again
  studio/video_jobs.csv          the agency's own log of its Runway jobs (with its map)
  credits/ledger.csv             the credit account those jobs draw from
  review/verdicts.csv            the review sheet: triage, QC, client, audit
  review/selects/                star ratings of one project, as XMP sidecars
  labour/timesheet.csv           minutes spent on prompts and edits (with its map)
  handover/deliveries.csv        what was sent to which assembly tool (with its map)

Where files are drawn, as `offcut demo` does, they lie in `media` beside this folder, at an
eighth of the size that the logs tell:

  outputs/<project>/<brief>/     what came back in the last week, named as its address names it, or,
                                 where the log knows no address, by the asset's id, which is in its
                                 XMP too
  finals/<client>/<day>/         what was delivered: smaller, re-encoded, half of the last week's
                                 under new names, one cropped, one with a caption, one cut so
                                 that only a person can tell, as with some edits that look
                                 alike; one that nobody ever judged; two that no log knows, from
                                 a workstation with Stable Diffusion
  edits/                         a film in two versions (FCPXML), one as OpenTimelineIO's JSON, and
                                 the reels of the weeks before

Of an edit or an upscale the picture is its parent's with a small change. Clips are drawn where
offcut[video] is installed, the timeline of OpenTimelineIO where offcut[timelines] is.

Files that a map describes have it beside them: `video_jobs.csv` has `video_jobs.map.toml`.

How the agency tags its requests. Every log carries the same keys (client, project, campaign, brief,
team, user, tier, operation_id, and parents: the ids of the input assets, separated by commas):

  gemini      request_body.labels
  replicate   input.offcut
  fal         submitted.labels
  ark         metadata
  litellm     metadata.spend_logs_metadata

(A real Vertex label could hold neither '#' nor ','; here `parents` does.)

What to look for in the default ten weeks: one client's work got dearer in week 7.
"""
