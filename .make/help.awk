# Prints the help that is in the comments of a Makefile: '##@' is the heading of a section, '##' describes the target or
# variable in the next line. Targets come first, whatever the order in the file.

/^##@ / { heading = "\n" substr($0, 5) "\n"; next }
/^## / { description = substr($0, 4); next }
description != "" {
  isVariable = /\?=/
  split($0, words, /[ :]/)
  default_value = /\?= ./ ? " (" substr($0, index($0, "= ") + 2) ")" : ""
  text[isVariable] = text[isVariable] heading sprintf("  %-18s %s%s\n", words[1], description, default_value)
  heading = description = ""
}
END { printf "usage: make TARGET [NAME=VALUE]...\n%s%s", text[0], text[1] }
