-- One row per distinct thing to find a price for; see logged_keys.
SELECT DISTINCT
    key_no, billing_channel, exact_model, family, media, priced_operation, logged_unit, service_tier,
    said, said_size, size_words, class_words, nominal_pixels
FROM logged_keys
