"""Catalogs by reference: a folder, a release file, a commit, a registry; and the project that names one."""
