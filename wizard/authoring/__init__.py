"""Making our blanks: from a template in `forms/` to a fillable, tagged PDF and its field map.

Used by those who keep the forms (`make forms`), never by those who fill them in. Needs the extra `forms`
(WeasyPrint, Jinja) and Pango from the system.
"""
