"""Files the user writes → domain values, or every problem in them."""
