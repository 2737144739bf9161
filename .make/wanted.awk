# Prints the repository that the variable WANTED of the environment names; an empty line for a directory.
#
#   WANTED=ID-OR-URL awk -f model-of.awk -f wanted.awk

BEGIN { print model_of(ENVIRON["WANTED"]) }
