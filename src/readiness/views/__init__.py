"""Reports, previews and explanations with final texts and rounded numbers, before they get a format."""
