"""Shows records to people: on a terminal, later as pages, charts and briefs. Every line keeps its evidence."""
