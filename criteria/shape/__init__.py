"""Shape of code: functions, branches, clones and classes, told from the text by linear scans."""
