"""What docs/performance.md reports: an invented province of 600,000 people, and the measurements of each promise of speed."""
