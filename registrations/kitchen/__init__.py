"""The kitchen: how many of what is cooked, what changed since, and the caterer's own link to it.

`eaters` are read from the rows, `counting` counts them without a name, `plates` says what is on
whose; `changes` compares what `copies` kept. `sheet` is all of it for a page, `links` are the
addresses by which a caterer reads it.
"""
