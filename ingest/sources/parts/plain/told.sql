-- How many tokens of one direction are of a kind that is told: of text, pictures, clips.
coalesce(count_in(details.text_tokens), 0) + coalesce(count_in(details.image_tokens), 0)
+ coalesce(count_in(details.video_tokens), 0)
