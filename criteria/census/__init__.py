"""The rules of the census: languages, kinds of files, and what is set apart."""
