"""Bringing people in from another tool's file: recognised, looked at, and written at once or not.

Upload, what each column means, a look at what would become of it, and then all of them in one
transaction. The file is sealed between the steps and destroyed at the end; what it says about food
and access goes straight into the sealed needs.
"""
