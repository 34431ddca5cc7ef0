"""Takes parts of documents, gives their rows, coded side by side: by processes of this machine or by a cluster."""

from dragoman.fanout.cluster import on_cluster
from dragoman.fanout.processes import by_processes

__all__ = ["by_processes", "on_cluster"]
