"""The images cells run in: recipes as data, made from a registry's base by digest or from Debian's packages."""
