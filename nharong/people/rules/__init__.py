"""Rules about people, pure: the literacy of a person by law, the timeline of a person from what was said."""
