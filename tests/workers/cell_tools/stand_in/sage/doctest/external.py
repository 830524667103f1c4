"""Software that this stand-in has."""

available_software = {"there"}
