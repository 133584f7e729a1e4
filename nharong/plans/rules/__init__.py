"""What a plan's words mean for numbers and days. Pure: verdicts (met), thresholds and dates (dues), who is meant (scopes)."""
