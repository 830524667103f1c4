"""Build caches: what compilers and installers keep between builds, apart for every class of trust."""
