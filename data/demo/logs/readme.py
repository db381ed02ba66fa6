"""What the demo folder says about itself."""

README = """\
Fable & Finch: an invented agency
=================================

Everything in this folder is made up by a simulator: the agency, its clients, its people, its
prompts, its prices for credits, every request and every verdict. Names of models and the shapes of
the records are those of the real providers; no request was ever sent to any of them, and no image
or video exists. Do not quote these figures as anybody's.

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
