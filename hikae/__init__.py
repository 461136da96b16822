"""The front door of Hikae 控え: the pipeline, the wiring, the commands."""
