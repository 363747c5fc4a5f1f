// The code of protection/rule.hpp.
#pragma once

#include <dataflow/core/pattern.hpp>
#include <dataflow/protection/rule.hpp>

#include <string_view>

namespace dataflow {

namespace protection_::detail {

/// Whether two names may be of one table: where one of them has no schema, any will do.
[[nodiscard]] inline bool may_be_one(std::string_view a, std::string_view b) noexcept {
    const auto x = schema::path_of(a), y = schema::path_of(b);
    using dataflow::detail::same_but_for_case;
    return same_but_for_case(x.name, y.name) &&
           (x.space.empty() || y.space.empty() || same_but_for_case(x.space, y.space));
}

} // namespace protection_::detail

DATAFLOW_RUNTIME bool protection_rule::fits_place(std::string_view host,
                                                  std::string_view database) const noexcept {
    using detail::fits_pattern;
    return (host_.empty() || fits_pattern(host, host_, false)) &&
           (database_.empty() || fits_pattern(database, database_, false));
}

DATAFLOW_RUNTIME bool protection_rule::is_broken_by(const attempted_write& w) const {
    if ((what_ & w.what) == write_kind{}) return false;
    if (!table_.empty() && !w.table.empty() && !protection_::detail::may_be_one(table_, w.table))
        return false;
    if (!field_.empty()) {
        if ((w.what & (write_kind::update | write_kind::alter)) == write_kind{}) return false;
        if (!w.field.empty() && !detail::same_but_for_case(field_, w.field)) return false;
    }
    return !holds_ || holds_(w);
}

} // namespace dataflow
