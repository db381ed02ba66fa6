"""Terms on which platforms sell credits: plans, packs and quotes, as dated data (`plans/`)."""
