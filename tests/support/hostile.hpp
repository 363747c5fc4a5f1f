// Texts that break what does not expect them.
#pragma once

#include <string>
#include <vector>

namespace hostile {

/// What may be stored.
[[nodiscard]] inline const std::vector<std::string>& texts() {
    static const std::vector<std::string> all = [] {
        std::vector<std::string> out{"",
                                     " ",
                                     "'",
                                     "''",
                                     "\"",
                                     "\"\"",
                                     "`",
                                     "\\",
                                     "\\\\",
                                     "\\'",
                                     "a\\",
                                     "'; DROP TABLE hostiles; --",
                                     "\"; DROP TABLE hostiles; --",
                                     "1 OR 1=1",
                                     "' OR '1'='1",
                                     "') OR ('1'='1",
                                     "/* comment */",
                                     "/*",
                                     "*/",
                                     "--",
                                     "-- \n",
                                     ";",
                                     "$1",
                                     "$2",
                                     "?1",
                                     "?",
                                     ":name",
                                     "@name",
                                     "{}",
                                     "{0}",
                                     "{{",
                                     "}}",
                                     "$$",
                                     "$tag$ x $tag$",
                                     "E'\\x41'",
                                     "U&'\\0041'",
                                     "x'00'",
                                     "::TEXT",
                                     "%s%s%s%n",
                                     "%d",
                                     "%",
                                     "_",
                                     "%%",
                                     "\\%",
                                     "\\_",
                                     "[a-z]",
                                     "^$",
                                     ".*",
                                     "(",
                                     ")",
                                     "*",
                                     "+",
                                     "a|b",
                                     "NULL",
                                     "null",
                                     "true",
                                     "DEFAULT",
                                     "{\"$gt\": 1}",
                                     "[1,2",
                                     "{\"a\":",
                                     "\\u0000",
                                     "\\ud800",
                                     "{NULL}",
                                     "{a,b}",
                                     "{\"a\"}",
                                     "[null]",
                                     "\t",
                                     "\n",
                                     "\r\n",
                                     "\v\f",
                                     "\x01",
                                     "\x1f",
                                     "\x7f",
                                     "\b",
                                     "\xC2\x80",
                                     "\xC2\xA0",
                                     "\xC3\xA9",
                                     "e\xCC\x81",
                                     "\xE2\x80\xA8",
                                     "\xE2\x80\xAE"
                                     "evil",
                                     "\xE2\x80\x8B",
                                     "\xEF\xBB\xBF"
                                     "bom",
                                     "\xEF\xBF\xBD",
                                     "\xEF\xBF\xBF",
                                     "\xF0\x9F\x91\xA8\xE2\x80\x8D\xF0\x9F\x91\xA9",
                                     "\xF4\x8F\xBF\xBF",
                                     "../../etc/passwd",
                                     "http://x?a=b&c=d#e",
                                     "a,b",
                                     "a;b",
                                     "a=b",
                                     "a b",
                                     "a'b\"c\\d",
                                     "<script>alert(1)</script>",
                                     "${jndi:ldap://x}",
                                     "$(rm -rf /)",
                                     "0x41",
                                     "1e400",
                                     "NaN",
                                     "Infinity",
                                     "\xCC\x80\xCC\x81\xCC\x82"};
        std::string marks = "a";
        for (int i = 0; i < 200; ++i) marks += "\xCC\x81";
        out.push_back(marks);
        return out;
    }();
    return all;
}
/// What may not: NUL, and what is not UTF-8.
[[nodiscard]] inline const std::vector<std::string>& refused_texts() {
    using namespace std::string_literals;
    static const std::vector<std::string> all{"\0"s,
                                              "secret\0"s,
                                              "sec\0ret"s,
                                              "secret\xFF",
                                              "\xFE\xFF",
                                              "\x80",
                                              "secret\xC3",
                                              "\xC0\x80",
                                              "\xC0\xAF",
                                              "\xE0\x80\xAF",
                                              "\xF0\x80\x80\xAF",
                                              "\xED\xA0\x80",
                                              "\xED\xBF\xBF",
                                              "\xED\xA0\xBD\xED\xB8\x80",
                                              "\xF4\x90\x80\x80",
                                              "\xF8\x88\x80\x80\x80",
                                              "secret\xE2\x82",
                                              "\xC3\x28secret"};
    return all;
}

} // namespace hostile
