"""How fast On Record is beside LangChain's standard recipe over the same articles and weights."""
