"""The commands, one file each; a folder is a group of commands.

A command's file is named after it and holds `HELP`, its place `ORDER` in the help, and `command`, which takes
its options and returns the exit code. A group has `HELP` and `ORDER` in its `__init__`. Help imports all of
these files, so whatever is slow to load is imported where it is used.
"""
