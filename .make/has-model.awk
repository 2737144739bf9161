# Exits with 0 if one of the requests, as models.awk prints them, is for the model in the variable WANTED of the
# environment, else with 1.
#
#   WANTED=ID-OR-URL awk -F '\t' -f model-of.awk -f has-model.awk

BEGIN { wanted = model_of(ENVIRON["WANTED"]) }
wanted != "" && model_of($2) == wanted { found = 1 }
END { exit !found }
