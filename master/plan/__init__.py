"""From what a repository says about building and testing itself to the cells of a request."""
