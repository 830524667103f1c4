"""Where things are inside a cell, and as whom its commands run."""

USER = 10001  # uid and gid inside the cell; made in the image, nobody on the host
WORK = "/work"
SOURCE = f"{WORK}/source"
HOME = f"{WORK}/home"
