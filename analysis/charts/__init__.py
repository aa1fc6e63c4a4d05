"""Charts as SVG and PNG: one module for each family, all in the style of `style.py`.

A chart is a frozen drawing, which holds only what may be shown, and a function that paints it on a
sheet. `pictures.py` beside this package keeps what was painted.
"""
