"""Issues in CVAT: places in pictures that need work."""
