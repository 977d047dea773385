"""Messages in other languages: a `CODE.po` each, from which the build makes the `CODE.mo` that is read."""
