"""Official documents (文书) as docx: facts in, bytes out; knows no case, no clock and no database."""
