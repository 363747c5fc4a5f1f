// The code of protection/rule.hpp.
#pragma once

#include <dataflow/core/pattern.hpp>
#include <dataflow/protection/rule.hpp>

#include <string_view>

namespace dataflow {

namespace protection_::detail {

/// Whether a name may be that of a table: where one of them has no schema, any will do.
[[nodiscard]] inline bool may_be(std::string_view name, const schema::table_path& table) noexcept {
    using dataflow::detail::same_but_for_case;
    const auto size = table.name.size();
    if (!name.ends_with('"') &&
        (name.size() < size || !same_but_for_case(name.substr(name.size() - size), table.name)))
        return false; // most are told apart here
    const auto is = schema::path_of(name);
    return same_but_for_case(is.name, table.name) &&
           (is.space.empty() || table.space.empty() || same_but_for_case(is.space, table.space));
}

} // namespace protection_::detail

DATAFLOW_RUNTIME bool protection_rule::fits_place(std::string_view host,
                                                  std::string_view database) const noexcept {
    using detail::fits_pattern;
    return (host_.empty() || fits_pattern(host, host_, false)) &&
           (database_.empty() || fits_pattern(database, database_, false));
}

DATAFLOW_RUNTIME bool protection_rule::is_about(const attempted_write& w) const noexcept {
    if ((what_ & w.what) == write_kind{}) return false;
    if (!field_.empty()) {
        if ((w.what & (write_kind::update | write_kind::alter)) == write_kind{}) return false;
        if (!w.field.empty() && !detail::same_but_for_case(field_, w.field)) return false;
    }
    return table_.empty() || w.table.empty() || protection_::detail::may_be(w.table, {space_, table_name_});
}

} // namespace dataflow
