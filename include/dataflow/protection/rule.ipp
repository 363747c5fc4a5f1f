// The code of protection/rule.hpp.
#pragma once

#include <dataflow/core/text.hpp>
#include <dataflow/protection/rule.hpp>

#include <cstddef>
#include <string_view>

namespace dataflow {

namespace protection_::detail {

[[nodiscard]] inline char lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// Whether a text fits a pattern with `*` and `?`.
[[nodiscard]] inline bool fits(std::string_view pattern, std::string_view text) noexcept {
    std::size_t p = 0, t = 0, star = pattern.npos, from = 0;
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == '*') star = p++, from = t;
        else if (p < pattern.size() && (pattern[p] == '?' || lower(pattern[p]) == lower(text[t]))) ++p, ++t;
        else if (star != pattern.npos) p = star + 1, t = ++from;
        else return false;
    }
    while (p < pattern.size() && pattern[p] == '*') ++p;
    return p == pattern.size();
}

[[nodiscard]] inline bool same(std::string_view a, std::string_view b) noexcept {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i)
        if (lower(a[i]) != lower(b[i])) return false;
    return true;
}

/// Whether two names may be of one table: where one of them has no schema, any will do.
[[nodiscard]] inline bool may_be_one(std::string_view a, std::string_view b) noexcept {
    const auto x = schema::path_of(a), y = schema::path_of(b);
    return same(x.name, y.name) && (x.space.empty() || y.space.empty() || same(x.space, y.space));
}

} // namespace protection_::detail

DATAFLOW_RUNTIME bool protection_rule::fits_place(std::string_view host,
                                                  std::string_view database) const noexcept {
    using protection_::detail::fits;
    return (host_.empty() || fits(host_, host)) && (database_.empty() || fits(database_, database));
}

DATAFLOW_RUNTIME bool protection_rule::is_broken_by(const attempted_write& w) const {
    using namespace protection_::detail;
    if ((what_ & w.what) == write_kind{}) return false;
    if (!table_.empty() && !w.table.empty() && !may_be_one(table_, w.table)) return false;
    if (!field_.empty()) {
        if ((w.what & (write_kind::update | write_kind::alter)) == write_kind{}) return false;
        if (!w.field.empty() && !same(field_, w.field)) return false;
    }
    return !holds_ || holds_(w);
}

} // namespace dataflow
