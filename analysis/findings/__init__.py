"""What the figures say: one module for each question, from figures that may already be shown.

Nothing here sees a hidden count: headline, words, alternative text, table, file and chart of a
finding are made from the same figures, in which what stays hidden is None.
"""
