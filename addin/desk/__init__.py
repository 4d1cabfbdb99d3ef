"""What the batch files of the bundle start on a Windows desk: ``python -m addin.desk install|check|remove``."""
