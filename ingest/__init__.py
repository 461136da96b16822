"""The receiving desk: turns a dropped file into a scan in our custody."""
