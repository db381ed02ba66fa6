"""The weekly review as a page, a file or a message, and its delivery.

Belongs here: what draws a `data.review` Review, and what carries it to a target. Does not belong
here: figures (`data`) and their words (`dashboard/words`). No form computes anything: `cells`
writes every cell, so that the figures are the same in each form. Knows neither commands nor pages.
"""
