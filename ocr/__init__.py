"""The reading desk: turns a scan's pages into readings and groups them into documents."""
