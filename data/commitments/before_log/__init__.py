"""A commitment before there is a log: stated work instead of a demand, a pilot instead of a plan.

`question` is what is asked, `places` where the named models' work can be bought and what an attempt
takes there, `ways` what each way to buy costs at so many attempts, `pilots` what finding out costs.
`sizing` puts them together; `sentences` says it.
"""
