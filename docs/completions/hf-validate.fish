# fish completion for hf-validate, made by 'hf-validate --generate fish'

complete -c hf-validate -f
complete -c hf-validate -l schema -r -F -d 'Check any JSON values against this schema'
complete -c hf-validate -l strict -d 'Count warnings as errors'
complete -c hf-validate -l whole -d 'Take a top-level array as one value'
complete -c hf-validate -l format-assertion -d 'Let \'format\' reject values'
complete -c hf-validate -l output -x -a 'basic' -d 'Print JSON Schema\'s result instead'
complete -c hf-validate -l jobs -x -d 'Work on so many values at once'
complete -c hf-validate -l pretty -d 'Indent the output by two spaces'
complete -c hf-validate -l quiet -d 'Say nothing but errors'
complete -c hf-validate -l verbose -d 'Say how the work goes'
complete -c hf-validate -l version -d 'Print the version and exit'
complete -c hf-validate -s h -l help -d 'Print this help and exit'
