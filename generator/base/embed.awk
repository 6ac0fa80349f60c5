# Turns a text file into C: site/site.sql becomes `static const char site_sql[] = "…";`.
FNR == 1 {
    name = FILENAME
    sub(/.*\//, "", name)
    gsub(/[^a-zA-Z0-9]/, "_", name)
    printf "static const char %s[] =", name
}
{
    gsub(/\\/, "&&")
    gsub(/"/, "\\\"")
    gsub(/\?/, "\\?")
    printf "\n    \"%s\\n\"", $0
}
END {
    print (NR ? ";" : "static const char empty[] = \"\";")
}
