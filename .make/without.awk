# Prints JSON documents, one per line, without the documents of the models that account.awk rejects. Failures are kept.
#
#   awk -v rejected=FILE -v models=FILE -f model-of.awk -f without.awk DOCUMENTS
#
# 'models' has the output of models.awk for the documents.

BEGIN {
  FS = "\t"
  while ((getline model <rejected) > 0) { isRejected[model] = 1; isRejectedName[name_of(model)] = 1 }
}

{
  document = $0
  getline <models
  model = model_of($2)
  isDropped = $1 == "entry" ? name_of(model) in isRejectedName : $1 == "item" && model in isRejected
  if (!isDropped) print document
}
