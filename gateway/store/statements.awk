# Reads files of named SQL statements (`-- name: client_insert`, then one statement ended by `;`). By mode:
#   check   the same lines with `EXPLAIN` for each name, so that sqlite3's line numbers are the file's own
#   enum    enum sql
#   table   the rows of the table of statements, with the highest $n as number of parameters
# What breaks the form is reported as file:line: error: … and makes it exit with 1.
function error(line, message) {
    printf "%s:%d: error: %s\n", file, line, message > "/dev/stderr"
    failed = 1
}

function finish(    bare, i) {
    if (name == "")
        return
    bare = text
    gsub(/'[^']*'/, "''", bare)
    if (bare !~ /;[ \n]*$/)
        error(start, "statement " name " does not end with ;")
    if (gsub(/;/, ";", bare) > 1)
        error(start, "statement " name " is more than one statement")
    for (i = 1; match(bare, /\$[0-9]+/); i++) {
        used[substr(bare, RSTART + 1, RLENGTH - 1) + 0] = 1
        bare = substr(bare, RSTART + RLENGTH)
    }
    for (params = 0; params + 1 in used; params++)
        delete used[params + 1]
    for (i in used)
        error(start, "statement " name " uses $" i " but not $" params + 1)
    split("", used)
    if (mode == "enum")
        printf "    SQL_%s,\n", toupper(name)
    if (mode == "table") {
        sub(/;[ \n]*$/, "", text)
        gsub(/\\/, "&&", text)
        gsub(/"/, "\\\"", text)
        gsub(/\n/, "\\n\"\n        \"", text)
        printf "    [SQL_%s] = {.name = \"%s\", .file = \"%s\", .params = %d, .text =\n        \"%s\"},\n", \
            toupper(name), name, stem, params, text
    }
    name = text = ""
}

FNR == 1 {
    finish()
    file = FILENAME
    stem = FILENAME
    sub(/.*\//, "", stem)
    sub(/\.sql$/, "", stem)
}
/^-- name: / {
    finish()
    name = $3
    start = FNR
    if (name !~ /^[a-z][a-z0-9_]*$/ || NF != 3)
        error(FNR, "a statement's name is made of a-z, 0-9 and _")
    if (name in first)
        error(FNR, "statement " name " exists already: " first[name])
    first[name] = FILENAME ":" FNR
    if (mode == "check")
        print "EXPLAIN"
    next
}
mode == "check" {
    print
}
/^[ \t]*(--|$)/ {
    next
}
name == "" {
    error(FNR, "SQL before any `-- name:` line")
    next
}
{
    text = text (text == "" ? "" : "\n") $0
}
END {
    finish()
    exit failed
}
