# fish completion for hf-transform, made by 'hf-transform --generate fish'

complete -c hf-transform -f
complete -c hf-transform -l params -x -d 'Set the number of parameters, in billions'
complete -c hf-transform -l context -x -d 'Set the context length, in tokens'
complete -c hf-transform -l set -x -d 'Set a field to a JSON value'
complete -c hf-transform -l text-only -d 'Describe a multimodal model\'s language model alone'
complete -c hf-transform -l explain -d 'Tell under \'explain\' where each field is from'
complete -c hf-transform -l jobs -x -d 'Work on so many snapshots at once (default 1)'
complete -c hf-transform -l pretty -d 'Indent the output by two spaces'
complete -c hf-transform -l quiet -d 'Say nothing but errors'
complete -c hf-transform -l verbose -d 'Say how the work goes'
complete -c hf-transform -l version -d 'Print the version and exit'
complete -c hf-transform -s h -l help -d 'Print this help and exit'
