"""What quality is: the model, the baselines, the evidence read from git objects, the checks and the judge."""
