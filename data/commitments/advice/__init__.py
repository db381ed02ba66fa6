"""What to advise on what was sized, and the sentences that say it.

`recommendation` decides between buying, waiting and a pilot; `decision_words`, `risk_words`,
`pilot_words`, `in_hand_words` and `missing_evidence` say what and why, `cautions` what the figures
do not know, `sensitivity` what would change the answer. `advised` puts them together.
"""
