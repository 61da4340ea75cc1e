"""Fits the ranking of follow-ups and answers (answers/ranking.json) to what readers have judged."""
