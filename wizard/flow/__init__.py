"""The flow engine: definitions of what is asked, three-valued conditions, and the immutable interview."""
