"""What the pages of a plan show, worked out once each: targets (plan), one of them opened, the matrix, tasks and reports."""
