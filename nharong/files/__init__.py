"""Files: workbooks in and out, tables as .xlsx and .csv; later documents and attachments.

Answers for what a file is and that it is safe to open. Never knows what its columns mean.
"""
