"""What it adds up to: attendance and themes across events.

asking.py reads what is asked and adding_up.py answers it: attendance/ counts, findings/ say what
the counts mean, charts/ draw that. pictures.py keeps what was drawn, painting.py says who draws it;
workbook.py, paper.py and files.py are the same to take along. missing/ and theme_story.py are pages
of their own, lists/ is what stands among the lists, and demo/ makes up forums to look at.
"""
