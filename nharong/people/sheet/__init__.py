"""Survey workbooks: the yearly PCGD-XMC file of a commune into checked rows, and rows back into such a file.

Answers for what a cell means and which rows hold. Pure: knows no database, no person, no place.
Gives: ``read_survey``, ``survey_year``, ``SurveySheet``, ``SurveyRow``, ``BlankChoices``, ``shipped_forms``, ``write_survey``.
"""

from nharong.people.sheet.form import Form, read_form, shipped_forms
from nharong.people.sheet.reader import read_survey, survey_year
from nharong.people.sheet.result import BlankChoices, Counts, SurveySheet
from nharong.people.sheet.row import SurveyRow
from nharong.people.sheet.writer import write_survey

__all__ = [
    "BlankChoices",
    "Counts",
    "Form",
    "SurveyRow",
    "SurveySheet",
    "read_form",
    "read_survey",
    "shipped_forms",
    "survey_year",
    "write_survey",
]
