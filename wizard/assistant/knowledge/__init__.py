"""Questions of the person's own: answered from the articles, the areas and the case, with their source, or not at all."""
